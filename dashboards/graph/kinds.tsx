/** Kinds of node: each with a shape and a hue, so that neither is needed alone. */
import type { NodeKind } from '../../src/api/schemas/index.ts'
import { may } from '../session.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import type { Shape } from './shape-program.ts'

export const KIND_SHAPES: Readonly<Record<NodeKind, Shape>> = {
  entity: 'circle',
  claim: 'square',
  phone: 'diamond',
  account: 'hexagon',
  address: 'triangle',
  email: 'down',
  vehicle: 'cross',
  building: 'house',
  device: 'upright',
  id_number: 'card',
  place: 'target',
  text: 'saltire',
  photo: 'frame',
}

export const KIND_COLOURS: Readonly<Record<NodeKind, string>> = {
  entity: '--node-entity',
  claim: '--node-claim',
  phone: '--node-phone',
  account: '--node-account',
  address: '--node-address',
  email: '--node-email',
  vehicle: '--node-vehicle',
  building: '--node-building',
  device: '--node-device',
  id_number: '--node-id',
  place: '--node-place',
  text: '--node-text',
  photo: '--node-photo',
}

export const PATHS: Readonly<Record<Shape, string>> = {
  circle: 'M6 1.500a4.500 4.500 0 1 0 .01 0z',
  square: 'M2 2h8v8H2z',
  diamond: 'M6 .8L11.200 6L6 11.200L.8 6z',
  triangle: 'M6 1.200L11.200 10.500H.8z',
  hexagon: 'M3.300 1.300h5.400L11.400 6l-2.700 4.700H3.300L.6 6z',
  down: 'M6 10.800L.8 1.500h10.400z',
  cross: 'M4 .8h4V4h3.200v4H8v3.200H4V8H.8V4H4z',
  house: 'M6 .8L11 5.200V11H1V5.200z',
  upright: 'M3.100 .8h5.800v10.400H3.100z',
  card: 'M.5 2.600h11v6.800H.5z',
  target: 'M6 .8a5.200 5.200 0 1 0 .01 0zM6 3.700a2.300 2.300 0 1 1-.01 0z',
  saltire: 'M3 .9L6 3.900L9 .9L11.100 3L8.100 6L11.100 9L9 11.100L6 8.100L3 11.100L.9 9L3.900 6L.9 3z',
  frame: 'M1.200 1.200h9.600v9.600H1.200zM3.900 3.900v4.200h4.200V3.900z',
}

export function KindMark({ kind }: { kind: NodeKind }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d={PATHS[KIND_SHAPES[kind]]} fill={`var(${KIND_COLOURS[kind]})`} fill-rule="evenodd" />
    </svg>
  )
}

interface KindLegendProps {
  readonly kinds: readonly NodeKind[]
  readonly hidden?: readonly string[]
  readonly hasRisk?: boolean
  /** Shows or hides a kind; without it the legend only tells. */
  readonly onToggle?: (kind: NodeKind) => void
}

/** The kinds that are in view, in the order of the vocabulary. */
export function KindLegend({ kinds, hidden = [], hasRisk = false, onToggle }: KindLegendProps) {
  const order = Object.keys(KIND_SHAPES)
  const sorted = [...kinds].sort((a, b) => order.indexOf(a) - order.indexOf(b))
  return (
    <span class="legend">
      {sorted.map((kind) =>
        onToggle ? (
          <button
            type="button"
            class="kind-toggle"
            key={kind}
            aria-pressed={!hidden.includes(kind)}
            onClick={() => onToggle(kind)}
          >
            <KindMark kind={kind} /> {term(kind)}
          </button>
        ) : (
          <span key={kind}>
            <KindMark kind={kind} /> {term(kind)}
          </span>
        ),
      )}
      {hasRisk && (
        <span>
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <circle cx="7" cy="7" r="5.500" fill="none" stroke="var(--risk-high)" stroke-width="2" />
          </svg>{' '}
          {words('riskHalo')}
        </span>
      )}
    </span>
  )
}

/** Page of a node, where there is one. */
export function nodeHref(kind: NodeKind, id: string): string | undefined {
  const subject = encodeURIComponent(id.slice(id.indexOf(':') + 1))
  if (kind === 'claim') return `/claims/${subject}`
  if (kind === 'entity' && may('parties:read')) return `/parties/${subject}`
  return undefined
}
