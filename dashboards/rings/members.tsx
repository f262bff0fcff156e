/** Members of a ring beside the picture. */
import { useMemo } from 'preact/hooks'
import type { RingMember } from '../../src/api/schemas/index.ts'
import { count, day, percent } from '../format.ts'
import type { Explorer } from '../graph/use-explorer.ts'
import { Amount } from '../parts/amount.tsx'
import { words } from '../words.ts'
import type { Labels } from './labels.ts'
import { type NodeRow, NodeTable } from './node-table.tsx'
import { whatItDoes } from './role-words.ts'

interface MemberRow extends NodeRow {
  readonly member: RingMember
  readonly joinedAt: string | undefined
}

/** Things that are shared claim nothing. */
const acts = ({ nodeKind }: RingMember) => nodeKind === 'entity' || nodeKind === 'claim'

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
        const { nodeId, nodeKind, label } = member
        const note = whatItDoes({ ...member, kind: nodeKind })
        return { id: nodeId, kind: nodeKind, label, note, member, joinedAt: appears.get(nodeId) }
      }),
    [members, appears],
  )
  return (
    <NodeTable
      caption={words('tabMembers')}
      rows={rows}
      explorer={explorer}
      labels={labels}
      columns={[
        {
          key: 'claims',
          head: words('claims'),
          by: ({ member }) => (acts(member) ? member.claims : undefined),
          show: ({ member }) => (acts(member) ? count(member.claims) : '–'),
        },
        {
          key: 'claimed',
          head: words('claimed'),
          by: ({ member }) => (acts(member) ? member.claimedAmount : undefined),
          show: ({ member }) => (acts(member) ? <Amount of={member.claimedAmount} /> : '–'),
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
          show: ({ joinedAt }) => (
            <span class="nowrap" title={day(joinedAt)}>
              {joinedAt?.slice(0, 7) ?? '–'}
            </span>
          ),
        },
      ]}
    />
  )
}
