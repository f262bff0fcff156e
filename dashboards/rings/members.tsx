/** Members of a ring beside the picture. */
import { useMemo } from 'preact/hooks'
import type { RingMember } from '../../src/api/schemas/index.ts'
import { count, day, percent } from '../format.ts'
import type { Explorer } from '../graph/use-explorer.ts'
import { Amount } from '../parts/amount.tsx'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import type { Labels } from './labels.ts'
import { type NodeRow, NodeTable } from './node-table.tsx'

interface MemberRow extends NodeRow {
  readonly member: RingMember
  readonly joinedAt: string | undefined
}

interface MembersProps {
  readonly members: readonly RingMember[]
  /** Since when a node belongs to the ring. */
  readonly appears: ReadonlyMap<string, string>
  readonly explorer: Explorer
  readonly labels: Labels
}

export function Members({ members, appears, explorer, labels }: MembersProps) {
  const rows = useMemo(
    () =>
      members.map((member): MemberRow => {
        const { nodeId, nodeKind, label, partyType, roles } = member
        const what = term(partyType ?? nodeKind)
        const note = roles.length > 0 ? roles.map((role) => term(role)).join(', ') : what
        return { id: nodeId, kind: nodeKind, label, note, member, joinedAt: appears.get(nodeId) }
      }),
    [members, appears],
  )
  return (
    <NodeTable
      caption={words('members')}
      rows={rows}
      explorer={explorer}
      labels={labels}
      columns={[
        {
          key: 'claims',
          head: words('claims'),
          by: ({ member }) => member.claims,
          show: ({ member }) => count(member.claims),
        },
        {
          key: 'claimed',
          head: words('claimed'),
          by: ({ member }) => member.claimedAmount,
          show: ({ member }) => <Amount of={member.claimedAmount} />,
        },
        {
          key: 'centrality',
          head: words('centrality'),
          by: ({ member }) => member.centrality,
          show: ({ member }) => percent(member.centrality),
        },
        {
          key: 'joined',
          head: words('firstSeen'),
          by: ({ joinedAt }) => joinedAt,
          show: ({ joinedAt }) => <span class="nowrap">{day(joinedAt)}</span>,
        },
      ]}
    />
  )
}
