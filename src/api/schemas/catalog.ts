/** The shelves: what sources, features, rules, links and signals there are. */
import { z } from '@hono/zod-openapi'
import { ENTITIES, FEATURE_GROUPS, LINES, NODE_KINDS } from '../../schema/words.ts'
import { severity, text } from './common.ts'

export const catalog = z
  .object({
    sources: z.array(
      z.object({
        name: z.string(),
        title: text,
        into: z.string(),
        description: text,
        publisher: z.string(),
        origin: z.enum(['internal', 'partner', 'web', 'public']),
        files: z.string(),
        format: z.string(),
        checks: z.array(z.object({ name: z.string(), severity: z.string(), meaning: text })),
      }),
    ),
    features: z.array(
      z.object({
        name: z.string(),
        view: z.string(),
        entity: z.enum(ENTITIES),
        meaning: text,
        unit: z.string(),
        direction: z.enum(['up', 'down', 'none']),
        group: z.enum(FEATURE_GROUPS),
        isProtected: z.boolean(),
      }),
    ),
    rules: z.array(
      z.object({
        id: z.string(),
        title: text,
        entity: z.enum(ENTITIES),
        line: z.enum([...LINES, 'any']),
        severity,
        status: z.enum(['experimental', 'stable', 'deprecated']),
        weight: z.number(),
        reads: z.array(z.string()),
        runbook: text,
        falsePositives: z.array(z.string()),
        references: z.array(z.string()),
      }),
    ),
    links: z.array(
      z.object({
        name: z.string(),
        title: text,
        target: z.enum(NODE_KINDS),
        strength: z.number(),
        maxDegree: z.number(),
        falsePositives: z.array(z.string()),
      }),
    ),
    signals: z.array(
      z.object({
        name: z.string(),
        title: text,
        period: z.enum(['week', 'month']),
        unit: z.string(),
        kind: z.enum(['count', 'amount', 'level', 'share']),
        direction: z.enum(['up', 'down', 'both']),
        runbook: text,
      }),
    ),
  })
  .openapi('Catalog')
export type CatalogDocument = z.infer<typeof catalog>
