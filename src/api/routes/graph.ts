/** The graph: what lies around a node, what ties two nodes, and their labels in full for a stated purpose. */
import { z } from '@hono/zod-openapi'
import { invalid, unknown } from '../../errors.ts'
import { NODE_KINDS, type NodeKind } from '../../schema/words.ts'
import type { ApiContext } from '../context.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { pathsBetween } from '../queries/evidence-path.ts'
import { fullLabels } from '../queries/graph-nodes.ts'
import { neighbourhoodOf } from '../queries/neighbourhood.ts'
import { residentGraph } from '../queries/resident.ts'
import { neighbourhood, pathAnswer, revealedNodes, revealNodesBody } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'

const node = z.string().min(1).max(600)
/** Names with commas between them. */
const names = z
  .string()
  .min(1)
  .max(1000)
  .transform((text) => text.split(',').filter((name) => name !== ''))
const kinds = names.pipe(z.array(z.enum(NODE_KINDS)))
const until = z.iso.datetime().transform((text) => new Date(text))
const filters = { links: names.optional(), until: until.optional() }

/** @throws UserError for a link that neither shelf nor snapshot has: its name is mistyped, and an empty answer would hide that. */
async function linksKnown({ catalog }: ApiContext, view: View, asked?: readonly string[]): Promise<void> {
  if (!asked) return
  const { linkNames } = await residentGraph(view)
  const known = [...new Set([...catalog.links.map(({ name }) => name), ...linkNames])]
  const wrong = asked.find((name) => !known.includes(name))
  if (wrong !== undefined) throw invalid('link', wrong, `one of ${known.join(', ')}`)
}

export const graphEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/neighbourhood',
    summary: 'The graph around a node, the strongest evidence first',
    access: 'rings:read',
    query: z.strictObject({
      node,
      depth: z.coerce.number().int().min(1).max(4).default(2),
      /** Nodes at most. */
      budget: z.coerce.number().int().min(1).max(5000).default(150),
      /** Nodes of other kinds are neither shown nor walked through. */
      kinds: kinds.optional(),
      ...filters,
    }),
    response: neighbourhood,
    async handle({ query, user, view, context, pseudonyms }) {
      await linksKnown(context, view, query.links)
      const nodeId = pseudonyms.open(query.node)
      const found = nodeId && (await neighbourhoodOf(view, pseudonyms, user, { ...query, node: nodeId }))
      if (!found) throw unknown('node', query.node)
      return found
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/path',
    summary: 'What ties two nodes: the strongest chains of evidence, step by step',
    access: 'rings:read',
    query: z.strictObject({
      from: node,
      to: node,
      /** Chains at most. */
      most: z.coerce.number().int().min(1).max(5).default(3),
      ...filters,
    }),
    response: pathAnswer,
    async handle({ query, user, view, context, pseudonyms }) {
      const from = pseudonyms.open(query.from)
      if (from === undefined) throw unknown('node', query.from)
      const to = pseudonyms.open(query.to)
      if (to === undefined) throw unknown('node', query.to)
      await linksKnown(context, view, query.links)
      return pathsBetween(view, pseudonyms, user, { ...query, from, to })
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/reveal/nodes',
    summary: 'Labels of nodes in full, for a stated purpose that is kept in the audit',
    access: 'identities:reveal',
    body: revealNodesBody,
    response: revealedNodes,
    isUncovering: true,
    async handle({ body: { nodes, purpose }, user, view, context, pseudonyms, at }) {
      const ids = [...new Set(nodes)].map((shown) => {
        const nodeId = pseudonyms.open(shown)
        if (nodeId === undefined) throw unknown('node', shown)
        return nodeId
      })
      const rows = await fullLabels(view, user, ids)
      const missing = ids.find((id) => !rows.some((row) => row.nodeId === id))
      if (missing !== undefined) throw unknown('node', pseudonyms.seal(missing))
      // Written before the labels leave: what cannot be recorded is not shown. Sealed, so that the audit tells no number.
      await context.operations.audit.record({
        at,
        actor: user.username,
        action: 'node.reveal',
        subject: pseudonyms.seal(ids[0]),
        detail: {
          nodes: ids.map((id) => pseudonyms.seal(id)),
          purpose,
          snapshot: view.manifest.id,
        },
      })
      return {
        items: rows.map((row) => ({
          id: pseudonyms.seal(row.nodeId),
          kind: row.kind satisfies NodeKind,
          label: row.label,
        })),
      }
    },
  }),
]
