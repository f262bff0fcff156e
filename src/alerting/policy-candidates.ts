/** Alerts from policies in force that are expected to cost many times what their peers cost. */
import { sql } from 'kysely'
import type { AlertCandidate } from '../alert.ts'
import type { Severity } from '../schema/words.ts'
import { policySeverity } from '../thresholds/index.ts'
import type { Text } from '../util/text.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { DEFAULTS, dedupeKey, type ProposeCounts, type ProposeOptions } from './context.ts'
import { readReasons } from './read-reasons.ts'
import { type StoredReason, whyOf } from './why.ts'
import { money, percent, subjectWords, title } from './words.ts'

const STEPS: readonly Text[] = [
  { en: 'Hold the application against what is known today.', zh: '将投保告知与现有信息核对。' },
  { en: 'Read the claims of the holder on all policies.', zh: '查阅持有人所有保单的赔案。' },
  { en: 'Review price and terms at renewal.', zh: '续保时复核费率与条款。' },
]

interface Row {
  entity_id: string
  as_of: Date
  line: string | null
  probability: number
  expected: number
  peers: number
  peer_group: string | null
  in_force: boolean
}

/** Proposes every policy in force whose expected cost is a large multiple of its peers' median. */
export async function policyCandidates(
  warehouse: Warehouse,
  options: ProposeOptions,
): Promise<{ readonly candidates: AlertCandidate[]; readonly counts: ProposeCounts }> {
  const { looked } = await warehouse.db
    .selectFrom('score.risk')
    .select((eb) => eb.fn.countAll<number>().as('looked'))
    .where('entity', '=', 'policy')
    .executeTakeFirstOrThrow()
  const { rows } = await sql<Row>`
    select r.entity_id, r.as_of, r.line, r.probability, r.expected, r.peers, r.peer_group,
      coalesce(p.expiry_date >= ${options.asOf}::date, true) as in_force
    from (
      select entity_id, as_of, line, probability, peer_group, expected_loss_amount::double as expected,
        median(expected_loss_amount::double) over (partition by coalesce(peer_group, line)) as peers
      from score.risk where entity = 'policy') as r
    left join core.policy as p on p.policy_id = r.entity_id
    where r.expected >= ${options.thresholds.policy.watch} * r.peers and r.peers > 0
    order by r.expected - r.peers desc, r.entity_id`.execute(warehouse.db)
  const open = rows.filter((row) => row.in_force)
  const reasons = await readReasons(
    warehouse,
    'policy',
    open.map((row) => row.entity_id),
  )
  const candidates = open.flatMap((row): AlertCandidate[] => {
    const severity = policySeverity(options.thresholds, row.expected / row.peers)
    return severity ? [candidateOf(row, severity, reasons.get(row.entity_id) ?? [], options)] : []
  })
  return {
    candidates,
    counts: {
      looked,
      alerts: candidates.length,
      below: looked - rows.length,
      settled: rows.length - candidates.length,
      explained: 0,
    },
  }
}

function candidateOf(
  row: Row,
  severity: Severity,
  reasons: readonly StoredReason[],
  options: ProposeOptions,
): AlertCandidate {
  const multiple = (row.expected / row.peers).toFixed(1)
  const group = row.peer_group ?? row.line
  return {
    dedupeKey: dedupeKey(options.book, 'policy', row.entity_id),
    kind: 'policy',
    subjectId: row.entity_id,
    line: row.line,
    severity,
    probability: row.probability,
    expectedLossAmount: Math.round((row.expected - row.peers) * 100) / 100,
    title: title(subjectWords('policy', row.line, row.entity_id), {
      en: `expected to cost ${multiple} times its peers`,
      zh: `预期成本为同组的${multiple}倍`,
    }),
    detail: {
      why: whyOf('policy', reasons, {}, options),
      confidence: {
        en: `A claim within a year with probability ${percent(row.probability)}; expected cost ${money(row.expected)} a year.`,
        zh: `一年内出险概率${percent(row.probability)}；预期年成本${money(row.expected)}。`,
      },
      comparedWith: {
        en: `The median of its peers${group === null ? '' : ` (${group})`}, ${money(row.peers)} a year.`,
        zh: `同组${group === null ? '' : `（${group}）`}中位数，每年${money(row.peers)}。`,
      },
      nextSteps: STEPS.slice(0, DEFAULTS.steps),
    },
    asOf: row.as_of,
  }
}
