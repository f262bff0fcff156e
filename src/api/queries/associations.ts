/** The associations of a snapshot as lists show them; read once, since a run keeps no more than people can look at. */
import { maskPartyName } from '../../security/index.ts'
import type { Association, AssociationItem } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'

export function associationsOf(view: View): Promise<Association[]> {
  return view.once('associations', async () => {
    const { db } = view.warehouse
    const rows = await db.selectFrom('association.rule').selectAll().execute()
    const names = new Map(
      (
        await db
          .selectFrom('core.party as p')
          .innerJoin('core.party_identity as i', 'i.party_id', 'p.party_id')
          .where('p.party_id', 'in', (q) =>
            q
              .selectFrom('association.rule')
              .select('provider_id')
              .where('provider_id', 'is not', null)
              .$castTo<{ provider_id: string }>(),
          )
          .select(['p.party_id', 'p.party_type', 'i.name'])
          .execute()
      ).map((party) => [party.party_id, maskPartyName(party.name, party.party_type)]),
    )
    const shown = (item: AssociationItem): AssociationItem =>
      item.kind === 'provider' ? { ...item, label: names.get(item.code) ?? null } : item
    return rows.map((row) => ({
      ruleId: row.rule_id,
      kind: row.kind,
      line: row.line as Association['line'],
      antecedent: (JSON.parse(row.antecedent) as AssociationItem[]).map(shown),
      consequent: shown(JSON.parse(row.consequent) as AssociationItem),
      providerId: row.provider_id,
      baskets: row.baskets,
      antecedentCount: row.antecedent_count,
      consequentCount: row.consequent_count,
      count: row.count,
      expected: row.expected,
      support: row.support,
      confidence: row.confidence,
      lift: row.lift,
      leverage: row.leverage,
      pValue: row.p_value,
      adjustedPValue: row.adjusted_p_value,
      qValue: row.q_value,
      tested: row.tested,
      heldCount: row.held_count,
      heldLift: row.held_lift,
      heldPValue: row.held_p_value,
      isConfirmed: row.is_confirmed,
      claimedAmount: row.claimed_amount,
      firstAt: row.first_at.toISOString(),
      lastAt: row.last_at.toISOString(),
    }))
  })
}
