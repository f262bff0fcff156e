/** The ring explorer: tools, legend and picture over a state that the page holds, and a side for the page's own panels. */
import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Empty } from '../parts/states.tsx'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { Evidence } from './evidence.tsx'
import { FilterPanel } from './filter-panel.tsx'
import { handle } from './handle.ts'
import { KeysCard, onKey, onSharedKey } from './keys.tsx'
import { KindLegend } from './kinds.tsx'
import { kindOf } from './looks.ts'
import type { Picture, PictureView } from './picture.ts'
import { Stage } from './stage.tsx'
import { StatusLine } from './status-line.tsx'
import { type Tool, Toolbar } from './toolbar.tsx'
import type { Explorer as ExplorerHeld } from './use-explorer.ts'
import { usePlaces } from './use-places.ts'

export interface ExplorerProps {
  readonly explorer: ExplorerHeld
  /** Without tools, the side below. */
  readonly small?: boolean
  /** Beside the picture; why the chosen one is linked, where nothing is given. */
  readonly side?: ComponentChildren
}

export function Explorer({ explorer, small = false, side }: ExplorerProps) {
  const { state, visible, labels } = explorer
  const { scene } = visible
  const placed = usePlaces(explorer)
  const [tool, setTool] = useState<Tool>('pointer')
  const [isFiltering, setFiltering] = useState(false)
  const [isHelping, setHelping] = useState(false)
  const picture = useRef<Picture>(null)
  const stage = useRef<HTMLDivElement>(null)
  const find = useRef<HTMLInputElement>(null)

  const selected = useMemo(
    () => new Set(state.selected.map((id) => visible.shownAs(id))),
    [visible, state.selected],
  )
  const pinned = useMemo(() => new Set(Object.keys(state.pinned)), [state.pinned])
  const nameOf = useMemo(() => namer(explorer), [scene, labels])
  const view = useMemo<PictureView>(
    () => ({
      scene,
      places: placed.places,
      selected,
      path: state.path,
      pinned,
      nameOf,
      ticks: placed.ticks,
      keepsFrame: placed.keepsFrame,
    }),
    [scene, placed.places, selected, state.path, pinned, nameOf, placed.ticks, placed.keepsFrame],
  )
  const hands = handle(explorer, {
    placeOf: (i) => ({ x: placed.places[2 * i], y: placed.places[2 * i + 1] }),
    pointOf: (i) => picture.current?.pointOf(i) ?? { x: placed.places[2 * i], y: -placed.places[2 * i + 1] },
  })
  // A row of the table may choose what lies outside of the stage.
  const activeId = hands.active?.id
  useEffect(() => {
    if (activeId !== undefined) picture.current?.reach(activeId)
  }, [activeId])

  const leave = () => {
    if (isHelping) setHelping(false)
    else if (tool !== 'pointer') setTool('pointer')
    else if (state.path.length > 0) explorer.do({ type: 'path', nodes: [] })
    else explorer.do({ type: 'select', nodes: [] })
  }
  const targets = {
    explorer,
    hands,
    fit: () => picture.current?.zoom('fit'),
    find: () => find.current?.focus(),
    help: () => setHelping(!isHelping),
    leave,
  }
  const kinds = [...new Set([...scene.nodes.map(kindOf), ...state.hiddenKinds])] as ReturnType<
    typeof kindOf
  >[]
  const active = hands.active
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that belong to the whole explorer, whatever has the focus
    <div class={small ? 'explorer small' : 'explorer'} onKeyDown={(event) => onSharedKey(event, targets)}>
      {!small && (
        <Toolbar
          explorer={explorer}
          hands={hands}
          tool={tool}
          onTool={setTool}
          isFiltering={isFiltering}
          onFilters={() => setFiltering(!isFiltering)}
          isHelping={isHelping}
          onHelp={() => setHelping(!isHelping)}
          onLayOut={placed.again}
          find={find}
          onFound={() => stage.current?.focus()}
        />
      )}
      {isFiltering && <FilterPanel explorer={explorer} />}
      <div class="bar kinds">
        <KindLegend
          kinds={kinds}
          hidden={state.hiddenKinds}
          hasRisk={scene.nodes.some(({ node }) => (node?.risk ?? 0) >= 0.3)}
          {...(small
            ? {}
            : { onToggle: (name: string) => explorer.do({ type: 'filter', what: 'hiddenKinds', name }) })}
        />
      </div>
      <Stage
        view={view}
        picture={picture}
        stage={stage}
        tool={tool}
        onPick={hands.pick}
        onOutline={hands.pickAll}
        onDrag={(id, place) => {
          placed.put(id, place)
          // A group is a way of drawing, not a node of the case: it is moved, not pinned.
          if (visible.has(id)) explorer.do({ type: 'pin', places: { [id]: place } })
        }}
        onKey={(event) => onKey(event, targets)}
        said={
          active
            ? `${nameOf(scene.index.get(active.id) as number)}, ${term(kindOf(active))}, ${visible.degree(active.id)} ${words('links')}`
            : ''
        }
      >
        {scene.nodes.length === 0 && (
          <div class="nothing">
            <Empty>
              <p>{words(explorer.graph.order === 0 ? 'graphNothing' : 'graphEmpty')}</p>
              {explorer.graph.order > 0 && (
                <p>
                  <button
                    type="button"
                    class="button"
                    onClick={() => {
                      explorer.do({ type: 'clearFilters' })
                      explorer.do({ type: 'show' })
                    }}
                  >
                    {words('clearFilters')}
                  </button>
                </p>
              )}
            </Empty>
          </div>
        )}
        {isHelping && <KeysCard onClose={() => setHelping(false)} />}
        <StatusLine explorer={explorer} isLayingOut={placed.busy} />
      </Stage>
      <aside class="side" aria-label={words('evidence')} aria-live="polite">
        {explorer.fault && (
          <p class="error-line" role="alert">
            {explorer.fault}
          </p>
        )}
        {side ?? <Evidence explorer={explorer} />}
      </aside>
    </div>
  )
}

/** What is masked says no more by being long. */
const MASK = /\*{4,}/g

/** Names as they are shown: revealed ones in full, groups by what they hold. */
function namer({ visible: { scene }, labels }: ExplorerHeld) {
  return (i: number): string => {
    const { node, group } = scene.nodes[i]
    if (group) {
      const what = group.isFolded ? words('foldedWord') : term(group.role ?? group.kind)
      return `${group.count} × ${what}`
    }
    return node ? (labels.get(node.id) ?? node.label.replace(MASK, '***')) : ''
  }
}
