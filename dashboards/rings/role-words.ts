/** What a node is and does, short enough for a narrow column. */
import type { GraphNode } from '../../src/api/schemas/index.ts'
import { term } from '../terms.ts'

/** Roles named before the rest is counted. */
const MOST = 2

interface Acting extends Pick<GraphNode, 'kind'> {
  readonly partyType: string | null
  readonly roles: readonly string[]
}

/** `person: driver, witness +2`; what a firm does is not said twice. */
export function whatItDoes({ kind, partyType, roles }: Acting, most = MOST): string {
  const what = term(partyType ?? kind)
  const does = roles.map((role) => term(role)).filter((role) => role !== what)
  if (does.length === 0) return what
  const rest = does.length > most ? ` +${does.length - most}` : ''
  return `${what}: ${does.slice(0, most).join(', ')}${rest}`
}
