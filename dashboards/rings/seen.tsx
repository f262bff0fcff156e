/** What is in the picture, as a table with the same choice. */
import { useMemo } from 'preact/hooks'
import type { GraphNode } from '../../src/api/schemas/index.ts'
import { count, decimal, percent } from '../format.ts'
import type { Explorer } from '../graph/use-explorer.ts'
import { Amount } from '../parts/amount.tsx'
import { words } from '../words.ts'
import type { Labels } from './labels.ts'
import { type NodeRow, NodeTable } from './node-table.tsx'
import { whatItDoes } from './role-words.ts'

interface SeenRow extends NodeRow {
  readonly node: GraphNode
}

interface SeenProps {
  readonly explorer: Explorer
  readonly labels: Labels
}

export function Seen({ explorer, labels }: SeenProps) {
  const { graph, visible } = explorer
  const rows = useMemo(
    () =>
      visible.ids.map((id): SeenRow => {
        const node = graph.getNodeAttribute(id, 'node')
        return { id, kind: node.kind, label: node.label, note: whatItDoes(node), node }
      }),
    [visible],
  )
  return (
    <NodeTable
      caption={words('tabSeen')}
      rows={rows}
      explorer={explorer}
      labels={labels}
      columns={[
        {
          key: 'links',
          head: words('links'),
          by: ({ node }) => node.degree,
          show: ({ node }) => count(node.degree),
        },
        {
          key: 'claimed',
          head: words('claimed'),
          by: ({ node }) => node.amount ?? undefined,
          show: ({ node }) => <Amount of={node.amount} />,
        },
        {
          key: 'risk',
          head: words('risk'),
          by: ({ node }) => node.risk ?? undefined,
          show: ({ node }) => percent(node.risk),
        },
        {
          key: 'suspicion',
          head: words('suspicion'),
          by: ({ node }) => node.suspicion ?? undefined,
          show: ({ node }) => (node.suspicion === null ? '–' : decimal(node.suspicion, 1)),
        },
      ]}
    />
  )
}
