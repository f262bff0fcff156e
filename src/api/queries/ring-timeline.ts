/** What happened around the claims of a ring, in order. */
import { sql } from 'kysely'
import { perilText } from '../../schema/peril-words.ts'
import type { Text } from '../../util/text.ts'
import type { TimelineStep } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'

export interface ClaimMoment {
  moment: Date
  kind: 'inception' | 'loss' | 'reported' | 'paid' | 'outcome'
  claim_id: string
  detail: string | null
  amount: number | null
  payee_id: string | null
  account: string | null
}

const WORDS: Readonly<Record<ClaimMoment['kind'], (detail: string | null) => Text>> = {
  inception: () => ({ en: 'policy begins', zh: '保单生效' }),
  loss: (peril) => ({
    en: peril ? `loss: ${perilText(peril).en}` : 'loss',
    zh: peril ? `出险：${perilText(peril).zh}` : '出险',
  }),
  reported: () => ({ en: 'reported', zh: '报案' }),
  paid: (sum) => ({ en: `paid ${sum ?? ''}`.trim(), zh: `赔付 ${sum ?? ''}`.trim() }),
  outcome: (found) => OUTCOMES[found ?? ''] ?? { en: 'investigated', zh: '已调查' },
}

const OUTCOMES: Readonly<Record<string, Text>> = {
  fraud: { en: 'found to be fraud', zh: '确认欺诈' },
  cleared: { en: 'cleared by an investigation', zh: '调查后排除嫌疑' },
  inconclusive: { en: 'investigated without a finding', zh: '调查无定论' },
}

/** Moments of these claims, oldest first: policy, loss, report, payments, findings. */
export async function claimMoments(view: View, claimIds: readonly string[]): Promise<ClaimMoment[]> {
  if (claimIds.length === 0) return []
  const { rows } = await sql<ClaimMoment>`
    with claim as materialized (select * from core.claim where claim_id in (${sql.join([...claimIds])}))
    select p.inception_date::timestamp as moment, 'inception' as kind, c.claim_id, null as detail, null::double as amount,
      null as payee_id, null as account
    from claim c join core.policy p on p.policy_id = c.policy_id where p.inception_date is not null
    union all select loss_at, 'loss', claim_id, peril, claimed_amount::double, null, null from claim
    union all select reported_at, 'reported', claim_id, null, null, null, null from claim
    union all select m.paid_at, 'paid', m.claim_id, m.amount::varchar, m.amount::double, coalesce(e.entity_id, m.payee_id),
      nullif(upper(regexp_replace(m.bank_account, '[[:space:][:punct:]]+', '', 'g')), '')
    from core.payment m left join core.entity e on e.party_id = m.payee_id where m.claim_id in (select claim_id from claim)
    union all select known_at, 'outcome', subject_id, outcome, saved_amount::double, null, null
    from core.investigation where subject_kind = 'claim' and subject_id in (select claim_id from claim)
    order by moment, claim_id, kind`.execute(view.warehouse.db)
  return rows
}

export function momentText({ kind, detail }: ClaimMoment): Text {
  return WORDS[kind](detail)
}

export function timelineOf(moments: readonly ClaimMoment[]): TimelineStep[] {
  return moments.map((row) => ({
    at: row.moment.toISOString(),
    kind: row.kind,
    claimId: row.claim_id,
    text: momentText(row),
  }))
}
