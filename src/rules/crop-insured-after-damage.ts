import { rule } from '../rule.ts'
import { GUIDELINES_CN, RMA } from './references.ts'
import { percent, whole } from './show.ts'

export const cropInsuredAfterDamage = rule({
  id: 'crop_insured_after_damage',
  title: { en: 'Crop lost within days of cover', zh: '承保数日即报损' },
  entity: 'claim',
  line: 'agricultural',
  severity: 'high',
  status: 'stable',
  weight: 0.8,
  reads: ['policy_age_days', 'degree_of_loss'],
  when: (f) => f.policy_age_days >= 0 && f.policy_age_days <= 15 && f.degree_of_loss >= 0.3,
  reason: (f) => ({
    en: `${percent(f.degree_of_loss)} lost ${whole(f.policy_age_days)} days after cover began`,
    zh: `承保后${whole(f.policy_age_days)}天损失${percent(f.degree_of_loss)}`,
  }),
  runbook: {
    en: '1. Look at images from before inception. 2. Ask when seed was bought and sown.',
    zh: '1. 查看承保前影像。2. 核实购种与播种时间。',
  },
  falsePositives: ['A storm in the first week of the season, with neighbours who claim too'],
  references: [RMA, GUIDELINES_CN],
  hits: [{ title: 'first week', features: { policy_age_days: 6, degree_of_loss: 0.6 } }],
  misses: [{ title: 'third month', features: { policy_age_days: 90, degree_of_loss: 0.6 } }],
})
