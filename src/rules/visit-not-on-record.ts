/** A medical claim for which no hospital knows of a visit: the same red flag for every line that pays for treatment. */
import { type Rule, rule } from '../rule.ts'
import type { Line } from '../schema/words.ts'
import type { Text } from '../util/text.ts'
import { GUIDELINES_CN, MEDICAL_FUND_CN } from './references.ts'

/** The red flag of one line, which `name` puts into words. */
export const visitNotOnRecord = (line: Line, name: Text): Rule<'visit_supports_claim' | 'claimed_amount_z'> =>
  rule({
    id: `${line}_visit_not_on_record`,
    title: { en: `No hospital knows of the visit (${name.en})`, zh: `医院无就诊记录（${name.zh}）` },
    entity: 'claim',
    line,
    severity: 'high',
    status: 'stable',
    weight: 0.9,
    reads: ['visit_supports_claim', 'claimed_amount_z'],
    when: (f) => f.visit_supports_claim === 0 && f.claimed_amount_z >= 0.5,
    reason: () => ({
      en: 'No hospital reports a visit within three days of the loss, and the amount is above its kind',
      zh: '出险前后三天内无医院就诊记录，且金额高于同类',
    }),
    runbook: {
      en: '1. Ask the hospital named on the receipts to confirm number, date and sum. 2. Check the print and stamp of the receipt. 3. Ask for the images and laboratory results.',
      zh: '1. 向票据医院核实票号、日期、金额。2. 鉴别票据印刷与印章。3. 调取影像与检验结果。',
    },
    falsePositives: [
      'A hospital that does not report to the platform',
      'Treatment abroad',
      'A loss date typed wrongly',
    ],
    references: [GUIDELINES_CN, MEDICAL_FUND_CN],
    hits: [
      { title: 'a large claim, no visit', features: { visit_supports_claim: 0, claimed_amount_z: 1.2 } },
    ],
    misses: [
      { title: 'visit on record', features: { visit_supports_claim: 1, claimed_amount_z: 1.2 } },
      { title: 'a small claim', features: { visit_supports_claim: 0, claimed_amount_z: -0.4 } },
      { title: 'not known', features: { visit_supports_claim: Number.NaN, claimed_amount_z: 1.2 } },
    ],
  })
