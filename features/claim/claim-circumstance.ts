/** What the notice of loss says about the circumstances. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { lossAt } from '../examples.ts'
import { category } from '../expressions.ts'
import { indicator } from '../indicator.ts'
import { PERILS } from '../words.ts'

export const claimCircumstance = featureView({
  name: 'claim_circumstance',
  entity: 'claim',
  title: { en: 'Circumstances', zh: '事故情况' },
  reads: ['core.claim'],
  features: {
    peril: indicator('claims', 'category', 'none', 'What happened', '事故类型', { categories: PERILS }),
    has_police_report: indicator('claims', '0/1', 'down', 'A police report was filed', '有警方报告', {
      canChange: 'up',
    }),
    has_witness: indicator('claims', '0/1', 'down', 'A witness is named', '有目击证人', { canChange: 'up' }),
    is_policyholder_at_fault: indicator('claims', '0/1', 'up', 'The policyholder is at fault', '投保人有责'),
    is_urban_loss: indicator('claims', '0/1', 'none', 'Loss in a town', '城区出险'),
    supplement_count: indicator(
      'claims',
      'count',
      'up',
      'Supplements to the first estimate',
      '追加定损次数',
      {
        canChange: 'down',
      },
    ),
    address_changed_days: indicator(
      'customer',
      'days',
      'down',
      'Since the address was changed; unknown when it never was',
      '距最近一次变更地址的天数',
    ),
    degree_of_loss: indicator('claims', 'share', 'up', 'Share of the value that was lost', '损失程度', {
      canChange: 'down',
    }),
    description_length: indicator(
      'claims',
      'count',
      'none',
      "Characters in the claimant's account",
      '索赔描述字数',
    ),
  },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .select([
        's.entity_id',
        's.as_of',
        category(sql`c.peril`, PERILS).as('peril'),
        'c.has_police_report',
        'c.has_witness',
        sql<number>`(c.fault = 'policyholder')::integer`.as('is_policyholder_at_fault'),
        sql<number>`(c.loss_area = 'urban')::integer`.as('is_urban_loss'),
        'c.supplement_count',
        'c.address_changed_days',
        'c.degree_of_loss',
        sql<number>`length(c.description)`.as('description_length'),
      ]),
  examples: [
    {
      title: 'a rear-end collision in town, the third party at fault',
      rows: {
        'core.claim': [
          {
            claim_id: 'C1',
            line: 'auto',
            peril: 'rear_end',
            fault: 'third_party',
            loss_area: 'urban',
            has_police_report: true,
            has_witness: false,
            supplement_count: 2,
            degree_of_loss: 0.4,
            description: '追尾',
            ...lossAt('2024-03-01'),
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-02',
      expect: {
        peril: 2,
        has_police_report: 1,
        has_witness: 0,
        is_policyholder_at_fault: 0,
        is_urban_loss: 1,
        supplement_count: 2,
        address_changed_days: null,
        degree_of_loss: 0.4,
        description_length: 2,
      },
    },
  ],
})
