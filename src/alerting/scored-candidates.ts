/** Alerts from scores: claims and providers above their thresholds. */
import { sql } from 'kysely'
import type { AlertCandidate } from '../alert.ts'
import type { Severity } from '../schema/words.ts'
import { limitsOf, severityOf } from '../thresholds/index.ts'
import type { Text } from '../util/text.ts'
import { quoteName, type Warehouse } from '../warehouse/index.ts'
import { DEFAULTS, dedupeKey, type ProposeCounts, type ProposeOptions } from './context.ts'
import { readReasons } from './read-reasons.ts'
import { type Facts, rulesOf, type StoredReason, whyOf } from './why.ts'
import { money, percent, stepsOf, subjectWords, title } from './words.ts'

export const SCORED = ['claim', 'provider'] as const
export type ScoredKind = (typeof SCORED)[number]

interface Row {
  entity_id: string
  as_of: Date
  line: string | null
  probability: number
  expected_loss_amount: number
  peer_group: string | null
}

/** First steps where no rule brings its own. */
const STEPS: Readonly<Record<ScoredKind, readonly Text[]>> = {
  claim: [
    { en: 'Read claim, policy and documents side by side.', zh: '对照阅读赔案、保单与单证。' },
    { en: 'Look at the people of the claim in the network.', zh: '在关系图中查看涉案人员。' },
    { en: 'Verify the strongest reason at its origin.', zh: '从源头核实最主要的理由。' },
  ],
  provider: [
    { en: 'Compare the provider with its peers, code by code.', zh: '按项目代码与同类机构比较。' },
    { en: 'Draw a sample of its claims and ask for the records.', zh: '抽样调取其赔案原始记录。' },
  ],
}

/** Proposes every subject of one kind that reaches its thresholds and is not settled. */
export async function scoredCandidates(
  warehouse: Warehouse,
  kind: ScoredKind,
  options: ProposeOptions,
): Promise<{ readonly candidates: AlertCandidate[]; readonly counts: ProposeCounts }> {
  const { db } = warehouse
  const { looked } = await db
    .selectFrom('score.risk')
    .select((eb) => eb.fn.countAll<number>().as('looked'))
    .where('entity', '=', kind)
    .executeTakeFirstOrThrow()
  // The lowest of all lines' limits; each row is held against its own below.
  const { limits, lines } = options.thresholds
  const least = Math.min(...[limits[kind], ...Object.values(lines)].map(({ watch }) => watch.probability))
  const rows = await db
    .selectFrom('score.risk')
    .select(['entity_id', 'as_of', 'line', 'probability', 'expected_loss_amount', 'peer_group'])
    .where('entity', '=', kind)
    .where('probability', '>=', least)
    .orderBy('expected_loss_amount', 'desc')
    .orderBy('entity_id')
    .execute()
  const reaching = rows.flatMap((row): (Row & { severity: Severity })[] => {
    const limit = limitsOf(options.thresholds, kind, row.line)
    const severity = severityOf(limit, row.probability, row.expected_loss_amount)
    return severity ? [{ ...row, severity }] : []
  })
  const settled = kind === 'claim' ? await settledClaims(warehouse, options) : new Set<string>()
  const open = reaching.filter((row) => !settled.has(row.entity_id))
  const ids = open.map((row) => row.entity_id)
  const reasons = await readReasons(warehouse, kind, ids)
  const facts = await factsOf(warehouse, kind, ids, options)
  return {
    candidates: open.map((row) =>
      candidateOf(kind, row, reasons.get(row.entity_id) ?? [], facts.get(row.entity_id) ?? {}, options),
    ),
    counts: {
      looked,
      alerts: open.length,
      below: looked - reaching.length,
      settled: reaching.length - open.length,
      explained: 0,
    },
  }
}

/** Claims with an outcome, and closed ones whose moment lies too far back. */
export async function settledClaims(
  warehouse: Warehouse,
  options: Pick<ProposeOptions, 'asOf' | 'lookBackDays'>,
): Promise<Set<string>> {
  const days = options.lookBackDays ?? DEFAULTS.lookBackDays
  const since = new Date(options.asOf.getTime() - days * 86_400_000)
  const { rows } = await sql<{ claim_id: string }>`
    select subject_id as claim_id from core.investigation
    where subject_kind = 'claim' and outcome <> 'inconclusive' and known_at <= ${options.asOf}
    union
    select entity_id from score.risk where entity = 'claim' and as_of < ${since} and entity_id not in (
      select claim_id from core.claim_event where known_at <= ${options.asOf} group by claim_id
      having not bool_or(event_kind in ('paid', 'rejected', 'withdrawn', 'closed')))`.execute(warehouse.db)
  return new Set(rows.map((row) => row.claim_id))
}

/** What the rules read, from the wide table of features when the run wrote one. */
async function factsOf(
  warehouse: Warehouse,
  kind: ScoredKind,
  ids: readonly string[],
  options: ProposeOptions,
): Promise<Map<string, Facts>> {
  const wanted = new Set(options.rules.filter((rule) => rule.entity === kind).flatMap((rule) => rule.reads))
  const { rows: columns } = await sql<{ name: string }>`
    select column_name as name from duckdb_columns()
    where database_name = current_database() and schema_name = 'feature' and table_name = ${kind}`.execute(
    warehouse.db,
  )
  const names = columns.map((column) => column.name).filter((name) => wanted.has(name))
  if (ids.length === 0 || names.length === 0) return new Map()
  const list = sql.raw(names.map((name) => `${quoteName(name)}::double as ${quoteName(name)}`).join(', '))
  const { rows } = await sql<{ entity_id: string } & Record<string, number | string | null>>`
    select entity_id, ${list} from ${sql.table(`feature.${kind}`)}
    where entity_id in (select unnest(${[...ids]}::varchar[]))`.execute(warehouse.db)
  return new Map(
    rows.map((row) => [
      row.entity_id,
      Object.fromEntries(names.map((name) => [name, row[name] === null ? Number.NaN : Number(row[name])])),
    ]),
  )
}

function candidateOf(
  kind: ScoredKind,
  row: Row & { readonly severity: Severity },
  reasons: readonly StoredReason[],
  facts: Facts,
  options: ProposeOptions,
): AlertCandidate {
  const why = whyOf(kind, reasons, facts, options)
  const spoke = rulesOf(reasons, options.rules)
  const strongest = why.find(({ logOdds }) => logOdds > 0)
  const headline = spoke[0]?.title ?? strongest?.text ?? { en: 'high score', zh: '评分偏高' }
  const steps = spoke.length > 0 ? spoke.flatMap((rule) => stepsOf(rule.runbook)) : STEPS[kind]
  const p = percent(row.probability)
  const loss = money(row.expected_loss_amount)
  return {
    dedupeKey: dedupeKey(options.book, kind, row.entity_id),
    kind,
    subjectId: row.entity_id,
    line: row.line,
    severity: row.severity,
    probability: row.probability,
    expectedLossAmount: row.expected_loss_amount,
    title: title(subjectWords(kind, row.line, row.entity_id), headline),
    detail: {
      why,
      confidence: {
        en: `Probability ${p}, calibrated on past investigations: of 100 alike, about ${Math.round(row.probability * 100)} turned out to be fraud. Expected loss ${loss}.`,
        zh: `概率${p}（按既往调查校准）：每100笔同类约${Math.round(row.probability * 100)}笔为欺诈。预期损失${loss}。`,
      },
      comparedWith: comparedWith(row.peer_group, kind),
      nextSteps: steps.slice(0, DEFAULTS.steps),
    },
    asOf: row.as_of,
  }
}

function comparedWith(group: string | null, kind: ScoredKind): Text {
  return group === null
    ? { en: `All ${kind}s of the book.`, zh: '与本账册全部对象比较。' }
    : { en: `Its peer group, ${group}.`, zh: `与同组（${group}）比较。` }
}
