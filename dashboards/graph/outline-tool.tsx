/** Choosing by rectangle or by outline: a sheet over the stage while the tool is taken. */
import { useState } from 'preact/hooks'
import type { Point } from './find-neighbour.ts'

interface OutlineToolProps {
  readonly tool: 'box' | 'lasso'
  readonly label: string
  /** Corners of what was drawn, in pixels of the stage. */
  readonly onDone: (outline: readonly Point[], more: boolean) => void
}

export function OutlineTool({ tool, label, onDone }: OutlineToolProps) {
  const [points, setPoints] = useState<readonly Point[]>([])
  const pointOf = (event: PointerEvent): Point => {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  const outline =
    tool === 'lasso' || points.length < 2 ? points : cornersOf(points[0], points[points.length - 1])
  return (
    <svg
      class="outline"
      role="img"
      aria-label={label}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setPoints([pointOf(event)])
      }}
      onPointerMove={(event) => {
        if (points.length > 0) setPoints([...points, pointOf(event)])
      }}
      onPointerUp={(event) => {
        setPoints([])
        if (points.length > 2) onDone(outline, event.shiftKey)
      }}
      onPointerCancel={() => setPoints([])}
    >
      {outline.length > 1 && <polygon points={outline.map(({ x, y }) => `${x},${y}`).join(' ')} />}
    </svg>
  )
}

const cornersOf = (a: Point, b: Point): Point[] => [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }]
