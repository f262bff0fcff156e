/** What a node is and does, short enough for a narrow column. */
import type { GraphNode } from '../../src/api/schemas/index.ts'
import { term } from '../terms.ts'

/** Roles named before the rest is counted. */
const MOST = 2

interface Acting extends Pick<GraphNode, 'kind'> {
  readonly partyType: string | null
  readonly roles: readonly string[]
}

/** `driver, witness +2`, `hospital: witness`; what goes without saying, and what a firm does anyway, is not said. */
export function whatItDoes({ kind, partyType, roles }: Acting, most = MOST): string {
  const what = term(partyType ?? kind)
  const does = roles.map((role) => term(role)).filter((role) => role !== what)
  if (does.length === 0) return what
  const rest = does.length > most ? ` +${does.length - most}` : ''
  const said = `${does.slice(0, most).join(', ')}${rest}`
  return partyType === 'person' ? said : `${what}: ${said}`
}
