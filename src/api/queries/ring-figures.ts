/** The figures of a ring that can be held beside those of another, or beside all claims of its line. */
import { sql } from 'kysely'
import { LINE_WORDS } from '../../alerting/index.ts'
import { LINES, type Line } from '../../schema/words.ts'
import type { Text } from '../../util/text.ts'
import type { RingComparison } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'

type Unit = RingComparison['unit']

/** What is compared, in the order shown. */
export const FIGURES = {
  claimed: { unit: 'amount', text: { en: 'claimed a claim, middle', zh: '单案索赔额中位数' } },
  early_days: {
    unit: 'days',
    text: { en: 'from the first day of the policy to the loss, middle', zh: '起保至出险天数中位数' },
  },
  delay_days: {
    unit: 'days',
    text: { en: 'from the loss to the report, middle', zh: '出险至报案天数中位数' },
  },
  paid: { unit: 'share', text: { en: 'claims with a payment', zh: '已赔付案件占比' } },
  probability: { unit: 'probability', text: { en: 'score of its claims, mean', zh: '案件评分均值' } },
  fraud: {
    unit: 'share',
    text: { en: 'investigated claims found to be fraud', zh: '已调查案件中确认欺诈占比' },
  },
} as const satisfies Readonly<Record<string, { readonly unit: Unit; readonly text: Text }>>

export type FigureId = keyof typeof FIGURES
export type ClaimFigures = Readonly<Record<FigureId, number | null>>

const MEASURES = sql`
  median(c.claimed_amount)::double as claimed,
  median(coalesce(date_diff('day', p.inception_date, c.loss_date), c.policy_age_days))::double as early_days,
  median(date_diff('day', c.loss_date, c.reported_at::date))::double as delay_days,
  avg(case when y.claim_id is null then 0 else 1 end)::double as paid,
  avg(r.probability)::double as probability,
  avg(case i.outcome when 'fraud' then 1 when 'cleared' then 0 end)::double as fraud`

const SOURCES = sql`core.claim c
  left join core.policy p on p.policy_id = c.policy_id
  left join (select distinct claim_id from core.payment) y on y.claim_id = c.claim_id
  left join score.risk r on r.entity = 'claim' and r.entity_id = c.claim_id
  left join (select subject_id, arg_max(outcome, known_at) as outcome from core.investigation
    where subject_kind = 'claim' group by 1) i on i.subject_id = c.claim_id`

/** Of these claims. */
export async function figuresOf(view: View, claimIds: readonly string[]): Promise<ClaimFigures> {
  if (claimIds.length === 0) return NOTHING
  const { rows } = await sql<ClaimFigures>`select ${MEASURES} from ${SOURCES}
    where c.claim_id in (${sql.join([...claimIds])})`.execute(view.warehouse.db)
  return rows[0]
}

/** Of all claims of a line; of all lines that the user may see when it is none of ours. */
export function figuresOfLine(
  view: View,
  line: string | null,
  lines: readonly Line[] | null,
): Promise<ClaimFigures> {
  const known = LINES.find((one) => one === line)
  const kept = known ? [known] : lines
  return view.once(`figures of ${kept?.join() ?? 'all lines'}`, async () => {
    const { rows } = await sql<ClaimFigures>`select ${MEASURES} from ${SOURCES}
      where ${known ? sql`c.line = ${known}` : inLines('c.line', lines)}`.execute(view.warehouse.db)
    return rows[0]
  })
}

const NOTHING: ClaimFigures = {
  claimed: null,
  early_days: null,
  delay_days: null,
  paid: null,
  probability: null,
  fraud: null,
}

/** Each figure of `left` beside that of `right`. */
export function sideBySide(left: ClaimFigures, right: ClaimFigures) {
  return (Object.keys(FIGURES) as FigureId[]).map((id) => ({
    id,
    ...FIGURES[id],
    left: left[id],
    right: right[id],
  }))
}

/** With whom a ring is compared, in words. */
export function comparedWith(line: string | null): Text {
  const known = LINES.find((one) => one === line)
  return known
    ? { en: `all ${LINE_WORDS[known].en} claims of the book`, zh: `本业务中全部${LINE_WORDS[known].zh}案件` }
    : { en: 'all claims of the book', zh: '本业务中全部案件' }
}
