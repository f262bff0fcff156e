/** Data quality: what was loaded, how good it was load after load, what failed its checks, what was set aside. */
import { z } from '@hono/zod-openapi'
import { moment, text } from './common.ts'

/** 0 to 1. */
const share = z.number().min(0).max(1)

/** The parts of a data-quality score, each 0 to 1; null where a source has nothing to measure it by. */
export const qualityParts = z
  .object({
    validity: share,
    completeness: share.nullable(),
    uniqueness: share.nullable(),
    consistency: share.nullable(),
    timeliness: share.nullable(),
    stability: share.nullable(),
  })
  .openapi('QualityParts')
export type QualityParts = z.infer<typeof qualityParts>

/** One load of a source. */
export const qualityLoad = z
  .object({
    batchId: z.string(),
    file: z.string(),
    loadedAt: moment,
    records: z.int(),
    quarantined: z.int(),
    duplicate: z.int(),
    /** 0 to 100. */
    score: z.number().min(0).max(100),
    parts: qualityParts,
    /** Share of cells filled in the columns that may be empty. */
    filled: share.nullable(),
    /** Columns whose values have drifted, by name. */
    drifted: z.array(z.string()),
  })
  .openapi('QualityLoad')
export type QualityLoad = z.infer<typeof qualityLoad>

export const qualityCheck = z
  .object({
    source: z.string(),
    name: z.string(),
    severity: z.enum(['stop', 'quarantine', 'warn']),
    /** What must hold; the name of a check that is no longer on the shelf. */
    meaning: text,
    failed: z.int(),
    checkedAt: moment,
    /** A few of the rows that failed; sensitive values are masked. */
    sample: z.array(z.record(z.string(), z.string().nullable())),
  })
  .openapi('QualityCheck')
export type QualityCheck = z.infer<typeof qualityCheck>

/** A source with its newest load and those before it, the oldest first. */
export const qualitySource = z
  .object({
    source: z.string(),
    title: text,
    into: z.string(),
    description: text,
    publisher: z.string(),
    origin: z.enum(['internal', 'partner', 'web', 'public']),
    latest: qualityLoad.nullable(),
    /** Score of the newest load less the median of those before it; null when there are none. */
    change: z.number().nullable(),
    history: z.array(qualityLoad),
    checks: z.object({ total: z.int(), failed: z.int() }),
    openQuarantine: z.int(),
  })
  .openapi('QualitySource')
export type QualitySource = z.infer<typeof qualitySource>

export const quality = z
  .object({
    /** How the parts make the score: 100 times the product of every part to the power of its exponent. */
    formula: z.object({
      text,
      parts: z.array(
        z.object({ part: qualityParts.keyof(), title: text, exponent: z.number(), meaning: text }),
      ),
    }),
    /** Scores of the newest loads, weighed by the logarithm of their records; null before the first load. */
    score: z.number().min(0).max(100).nullable(),
    sources: z.array(qualitySource),
    batches: z.array(
      z.object({
        batchId: z.string(),
        source: z.string(),
        file: z.string(),
        bytes: z.number(),
        sha256: z.string(),
        encoding: z.string(),
        records: z.int(),
        accepted: z.int(),
        quarantined: z.int(),
        duplicate: z.int(),
        unknownColumns: z.array(z.string()),
        loadedAt: moment,
      }),
    ),
    checks: z.array(qualityCheck),
    /** By source, file and code, with the first places; the records themselves are not shown. */
    quarantined: z.array(
      z.object({
        source: z.string(),
        file: z.string(),
        code: z.string(),
        records: z.int(),
        places: z.array(z.object({ line: z.int(), column: z.string().nullable(), reason: z.string() })),
      }),
    ),
  })
  .openapi('Quality')
export type Quality = z.infer<typeof quality>

/** One column of a load beside the loads before it. */
export const columnProfile = z
  .object({
    column: z.string(),
    meaning: z.string(),
    type: z.string(),
    isSensitive: z.boolean(),
    /** What the bins hold: words, ranges of numbers, days before the row became known, or the shapes of texts. */
    kind: z.enum(['word', 'number', 'days', 'shape']),
    rows: z.int(),
    /** Rows that were looked at; fewer than `rows` when a large load was sampled. */
    sampled: z.int(),
    missing: z.int(),
    distinctValues: z.int(),
    /** Shares now and in the loads before, null when there are none. */
    bins: z.array(z.object({ bin: z.string(), share, before: share.nullable() })),
    /** Jensen-Shannon distance to the loads before, 0 to 1; null when there are too few. */
    distance: share.nullable(),
    /** The distance that loads of these sizes stay under by chance. */
    limit: share.nullable(),
    pValue: share.nullable(),
    isDrifted: z.boolean(),
    history: z.array(
      z.object({
        batchId: z.string(),
        loadedAt: moment,
        missingShare: share,
        distance: share.nullable(),
        limit: share.nullable(),
        isDrifted: z.boolean(),
      }),
    ),
  })
  .openapi('ColumnProfile')
export type ColumnProfile = z.infer<typeof columnProfile>

/** `GET /v1/quality/source?name=`: one source in full; `batch` picks a load, default the newest. */
export const qualitySourceDetail = qualitySource
  .extend({
    batchId: z.string().nullable(),
    checkResults: z.array(qualityCheck),
    columns: z.array(columnProfile),
  })
  .openapi('QualitySourceDetail')
export type QualitySourceDetail = z.infer<typeof qualitySourceDetail>
