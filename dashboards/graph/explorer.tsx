/** The ring explorer: the picture, filters by kind of link and by time, and the evidence of what is selected. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Neighbourhood } from '../../src/api/schemas/index.ts'
import { ApiError, get, withQuery } from '../api/client.ts'
import { count, day } from '../format.ts'
import { Icon } from '../parts/icon.tsx'
import { Empty } from '../parts/states.tsx'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { Evidence } from './evidence.tsx'
import { KindLegend } from './kinds.tsx'
import { extend, layOut, type Network, networkOf } from './network.ts'
import { drawPicture, hasWebgl, type Picture } from './picture.ts'

export interface ExplorerProps {
  readonly graph: Neighbourhood
  /** Without filters and scrubber, the evidence below. */
  readonly small?: boolean
  /** Node that is selected at first. */
  readonly centre?: string
  /** The selection of the page, where a table shares it. */
  readonly selected?: string | undefined
  readonly onSelect?: (node: string | undefined) => void
}

/** Neighbours that one click brings in at most. */
const BUDGET = 40

export function Explorer({ graph: given, small = false, centre, selected, onSelect }: ExplorerProps) {
  const [own, setOwn] = useState(centre)
  const chosen = onSelect ? selected : own
  const choose = onSelect ?? setOwn
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [until, setUntil] = useState('9999')
  const [turn, setTurn] = useState(0)
  const [total, setTotal] = useState(given.total)
  const [fault, setFault] = useState('')
  const graph = useMemo(() => {
    const made = networkOf(given)
    layOut(made)
    return made
  }, [given])
  const container = useRef<HTMLDivElement>(null)
  const picture = useRef<Picture>(undefined)
  const [webgl] = useState(hasWebgl)

  const expand = async (node: string) => {
    setFault('')
    try {
      const more = await get<Neighbourhood>(
        withQuery('/v1/neighbourhood', { node, depth: 1, budget: BUDGET }),
      )
      const added = extend(graph, node, more)
      if (added > 0) layOut(graph, 120)
      setTotal((now) => Math.max(now + more.total - more.shown, graph.order))
      picture.current?.refresh()
      setTurn((n) => n + 1)
    } catch (error) {
      setFault(error instanceof ApiError ? error.message : String(error))
    }
  }
  const click = useRef<(node: string | undefined) => void>(() => {})
  click.current = (node) => {
    if (node !== undefined && node === chosen) void expand(node)
    else choose(node)
  }

  useEffect(() => {
    if (!container.current || !webgl) return
    const drawn = drawPicture({
      container: container.current,
      graph,
      view: { selected: chosen, hidden, until },
      onSelect: (node) => click.current(node),
    })
    picture.current = drawn
    return () => {
      picture.current = undefined
      drawn.kill()
    }
  }, [graph, webgl])
  useEffect(() => picture.current?.show({ selected: chosen, hidden, until }), [chosen, hidden, until, turn])

  const { kinds, links, moments } = useMemo(() => contents(graph), [graph, turn])
  return (
    <div class={small ? 'explorer small' : 'explorer'}>
      <div class="bar">
        <KindLegend kinds={kinds} />
        {!small && (
          <span class="row">
            {links.map((link) => (
              <button
                type="button"
                class="chip"
                key={link}
                aria-pressed={!hidden.has(link)}
                onClick={() => {
                  const next = new Set(hidden)
                  if (!next.delete(link)) next.add(link)
                  setHidden(next)
                }}
              >
                {term(link)}
              </button>
            ))}
          </span>
        )}
      </div>
      <div class="stage">
        {webgl ? (
          <>
            <div class="canvas" ref={container} role="img" aria-label={words('explorer')} />
            <div class="zoom">
              <ZoomButtons picture={picture} />
            </div>
            <span class="count">
              {count(graph.order)} {words('ofTotal')} {count(Math.max(total, graph.order))} {words('shownOf')}
              , {words('byWeight')}
            </span>
          </>
        ) : (
          <Empty>{words('graphNoWebgl')}</Empty>
        )}
      </div>
      <aside class="side" aria-label={words('evidence')} aria-live="polite">
        {fault && <p class="error-line">{fault}</p>}
        <Evidence
          graph={graph}
          selected={chosen}
          hidden={hidden}
          until={until}
          onSelect={choose}
          onExpand={expand}
        />
      </aside>
      {!small && moments.length > 1 && (
        <label class="scrub">
          {words('knownUntil')}
          <input
            type="range"
            min={0}
            max={moments.length - 1}
            value={until === '9999' ? moments.length - 1 : moments.findLastIndex((at) => at <= until)}
            onInput={(event) => setUntil(moments[Number(event.currentTarget.value)])}
          />
          <span class="nowrap">{day(until === '9999' ? moments[moments.length - 1] : until)}</span>
        </label>
      )}
    </div>
  )
}

function ZoomButtons({ picture }: { picture: { readonly current: Picture | undefined } }) {
  return (
    <>
      <button
        type="button"
        class="button"
        aria-label={words('zoomIn')}
        onClick={() => picture.current?.zoom('in')}
      >
        +
      </button>
      <button
        type="button"
        class="button"
        aria-label={words('zoomOut')}
        onClick={() => picture.current?.zoom('out')}
      >
        −
      </button>
      <button
        type="button"
        class="button"
        aria-label={words('fit')}
        onClick={() => picture.current?.zoom('fit')}
      >
        <Icon name="fit" size={14} />
      </button>
    </>
  )
}

/** Kinds of node and of link that there are, and the moments at which evidence became known. */
function contents(graph: Network) {
  const kinds = new Set(graph.mapNodes((_, { node }) => node.kind))
  const evidence = graph.mapEdges((_, attributes) => attributes.evidence).flat()
  return {
    kinds: [...kinds],
    links: [...new Set(evidence.map((edge) => edge.link))].sort(),
    moments: [...new Set(evidence.map((edge) => edge.knownAt))].sort(),
  }
}
