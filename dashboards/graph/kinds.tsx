/** Kinds of node: each with a shape and a hue, so that neither is needed alone. */
import type { NodeKind } from '../../src/api/schemas/index.ts'
import { may } from '../session.ts'
import { term } from '../terms.ts'
import type { Shape } from './shape-program.ts'

export const KIND_SHAPES: Readonly<Record<NodeKind, Shape>> = {
  entity: 'circle',
  claim: 'square',
  phone: 'diamond',
  account: 'hexagon',
  address: 'triangle',
  email: 'down',
  vehicle: 'cross',
  building: 'triangle',
  device: 'hexagon',
  id_number: 'diamond',
  place: 'down',
  text: 'cross',
  photo: 'square',
}

export const KIND_COLOURS: Readonly<Record<NodeKind, string>> = {
  entity: '--node-entity',
  claim: '--node-claim',
  phone: '--node-phone',
  account: '--node-account',
  address: '--node-address',
  email: '--node-email',
  vehicle: '--node-vehicle',
  building: '--node-address',
  device: '--node-phone',
  id_number: '--node-account',
  place: '--node-address',
  text: '--node-email',
  photo: '--node-vehicle',
}

const PATHS: Readonly<Record<Shape, string>> = {
  circle: 'M6 1.500a4.500 4.500 0 1 0 .01 0z',
  square: 'M2 2h8v8H2z',
  diamond: 'M6 .8L11.200 6L6 11.200L.8 6z',
  triangle: 'M6 1.200L11.200 10.500H.8z',
  hexagon: 'M3.300 1.300h5.400L11.400 6l-2.700 4.700H3.300L.6 6z',
  down: 'M6 10.800L.8 1.500h10.400z',
  cross: 'M4 .8h4V4h3.200v4H8v3.200H4V8H.8V4H4z',
}

export function KindMark({ kind }: { kind: NodeKind }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d={PATHS[KIND_SHAPES[kind]]} fill={`var(${KIND_COLOURS[kind]})`} />
    </svg>
  )
}

export function KindLegend({ kinds }: { kinds: readonly NodeKind[] }) {
  return (
    <span class="legend">
      {kinds.map((kind) => (
        <span key={kind}>
          <KindMark kind={kind} /> {term(kind)}
        </span>
      ))}
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
