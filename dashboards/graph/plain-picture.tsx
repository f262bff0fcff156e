/** The picture without WebGL: the same scene as SVG, for browsers that draw no other and scenes that are small enough. */
import { KIND_COLOURS, KIND_SHAPES, PATHS } from './kinds.tsx'
import { kindOf, litOf, looksOf } from './looks.ts'
import type { PictureView } from './picture.ts'

export const DEFAULTS = {
  /** Nodes at most. */
  nodes: 300,
} as const

interface PlainPictureProps {
  readonly view: PictureView
  readonly label: string
  readonly onPick: (id: string | undefined, more: boolean) => void
}

/** Room around the nodes, in units of the layout fitted to 1000. */
const MARGIN = 60

export function PlainPicture({ view, label, onPick }: PlainPictureProps) {
  const { scene, places, selected, path } = view
  const looks = looksOf(scene, 480)
  const lit = litOf(scene, looks, view, -1)
  const { x, y, width, height } = fitted(places)
  return (
    <svg
      class="plain"
      viewBox={`${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`}
      role="img"
      aria-label={label}
      onPointerUp={(event) => {
        const node = (event.target as Element).closest<SVGElement>('[data-node]')
        onPick(node?.dataset.node, event.shiftKey)
      }}
    >
      {[...scene.source].map((source, e) => (
        <line
          key={e}
          x1={x(source)}
          y1={y(source)}
          x2={x(scene.target[e])}
          y2={y(scene.target[e])}
          stroke={path.length > 0 && lit.edge[e] ? 'var(--accent)' : 'var(--edge)'}
          stroke-width={looks.edgeSize[e] + (lit.edge[e] ? 1 : 0)}
          opacity={lit.any && !lit.edge[e] ? 0.3 : 1}
        />
      ))}
      {scene.nodes.map((one, i) => {
        const kind = kindOf(one)
        const size = looks.size[i] * 1.4
        return (
          <g
            key={one.id}
            transform={`translate(${x(i)} ${y(i)})`}
            opacity={lit.any && !lit.node[i] ? 0.3 : 1}
            data-node={one.id}
          >
            {(selected.has(one.id) || looks.risk[i] > 0) && (
              <circle
                r={size * 1.4}
                fill="none"
                stroke={
                  selected.has(one.id)
                    ? 'var(--ink)'
                    : looks.risk[i] === 2
                      ? 'var(--risk-high)'
                      : 'var(--risk-elevated)'
                }
                stroke-width={2}
              />
            )}
            <path
              d={PATHS[KIND_SHAPES[kind]]}
              fill={`var(${KIND_COLOURS[kind]})`}
              fill-rule="evenodd"
              transform={`scale(${size / 6}) translate(-6 -6)`}
            />
            <title>{view.nameOf(i)}</title>
            {(selected.has(one.id) || looks.size[i] >= 9 || scene.nodes.length <= 40) && (
              <text x={size + 5} dy="0.32em">
                {view.nameOf(i)}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}

/** Places fitted into a box of which the longer side is 1000; y downwards. */
function fitted(places: Float32Array) {
  const xs = [...places].filter((_, i) => i % 2 === 0)
  const ys = [...places].filter((_, i) => i % 2 === 1)
  const [left, right] = [Math.min(...xs), Math.max(...xs)]
  const [low, high] = [Math.min(...ys), Math.max(...ys)]
  const scale = 1000 / Math.max(right - left, high - low, 1)
  return {
    x: (i: number) => (places[2 * i] - left) * scale,
    y: (i: number) => (high - places[2 * i + 1]) * scale,
    width: (right - left) * scale,
    height: (high - low) * scale,
  }
}
