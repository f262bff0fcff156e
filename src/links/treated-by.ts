import type { Link } from '../link.ts'

/** Hospital and physician of a claim. A busy one ties nobody together. */
export const treatedBy: Link = {
  name: 'treated_by',
  title: { en: 'treats in the claim', zh: '在案件中诊治' },
  target: 'claim',
  strength: 0.3,
  maxDegree: 25,
  falsePositives: ['the only hospital of a town', 'specialists to whom everybody is sent'],
  query: (db) =>
    db
      .selectFrom('core.claim_party')
      .where('role', 'in', ['hospital', 'physician'])
      .select(['party_id', 'claim_id as target', 'claim_id', 'known_at']),
}
