import { rule } from '../rule.ts'
import { COALITION, NICB } from './references.ts'
import { whole } from './show.ts'

/** Damage lies in one place: parts of two places are seldom broken by one blow. */
export const partsRarelyTogether = rule({
  id: 'parts_rarely_together',
  title: { en: 'Parts that hardly ever break together', zh: '罕见的配件组合' },
  entity: 'claim',
  line: 'auto',
  severity: 'low',
  status: 'experimental',
  weight: 0.4,
  reads: ['claim_item_pair_rarity_max'],
  when: (f) => f.claim_item_pair_rarity_max > 3,
  reason: (f) => ({
    en: `two of its parts stand together ${whole(2 ** f.claim_item_pair_rarity_max)} times more rarely than chance would have it`,
    zh: `其中两个配件同时出现的频率比随机低${whole(2 ** f.claim_item_pair_rarity_max)}倍`,
  }),
  runbook: {
    en: '1. Hold the parts against the photographs and the account of the accident. 2. Ask the repairer for the old parts. 3. See what else this repairer fits together.',
    zh: '1. 将配件与照片、事故经过核对。2. 要求修理厂提供旧件。3. 查看该修理厂的其他配件组合。',
  },
  falsePositives: [
    'Two impacts in one accident',
    'Older damage that is repaired on the way, declared as such',
  ],
  references: [NICB, COALITION],
  hits: [{ title: 'a rear bumper with a bonnet', features: { claim_item_pair_rarity_max: 3.9 } }],
  misses: [{ title: 'parts of one side', features: { claim_item_pair_rarity_max: -1.2 } }],
})
