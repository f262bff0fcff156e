/** The book of US hospital claims 2009 with fraudulent providers labelled. */
import type { Book } from 'claimscope'
import { sql } from 'kysely'
import { beneficiaries } from './beneficiaries.ts'
import { chronicConditions } from './chronic-conditions.ts'
import { claimItems } from './claim-items.ts'
import { claimParties } from './claim-parties.ts'
import { claims } from './claims.ts'
import { investigations } from './investigations.ts'
import { physicians } from './physicians.ts'
import { policies } from './policies.ts'
import { providers } from './providers.ts'
import { stays } from './stays.ts'

/** Every provider is judged by the claims of 2009, five months before the first outcome is known. */
const JUDGED_AT = '2010-02-01'

export const book: Book = {
  name: 'medicare',
  title: { en: 'Hospital claims 2009', zh: '2009 年住院理赔' },
  description:
    'US inpatient claims of 2009 with their patients, hospitals and physicians, and a label for every hospital: a real network of who treats whom.',
  sources: [
    beneficiaries,
    policies,
    chronicConditions,
    providers,
    physicians,
    claims,
    claimParties,
    claimItems,
    stays,
    investigations,
  ],
  tasks: [
    {
      name: 'provider_fraud',
      title: { en: 'Fraud by a hospital', zh: '医疗机构欺诈' },
      entity: 'provider',
      objective: 'binary',
      spine: (db) =>
        db
          .selectFrom('core.claim_party')
          .select(['party_id as entity_id', sql<Date>`timestamp ${sql.lit(JUDGED_AT)}`.as('as_of')])
          .distinct()
          .where('book', '=', 'medicare')
          .where('role', '=', 'hospital'),
      labels: (db, knownAt) =>
        db
          .selectFrom('core.investigation')
          .select([
            'subject_id as entity_id',
            sql<number>`case when outcome = 'fraud' then 1 else 0 end`.as('y'),
            sql<number>`1`.as('exposure'),
          ])
          .where('book', '=', 'medicare')
          .where('subject_kind', '=', 'provider')
          .where('outcome', 'in', ['fraud', 'cleared'])
          .where('known_at', '<=', knownAt),
      split: { kind: 'folds', folds: 5 },
      // A hospital that linkage finds under two numbers is one, and stays in one fold.
      group: (db) => db.selectFrom('core.entity').select(['party_id as entity_id', 'entity_id as group_id']),
    },
  ],
  asOf: '2010-12-31',
  stages: ['link', 'graph', 'rules', 'score'],
}
