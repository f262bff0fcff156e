/** The lines of the invoice or record. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { make, ratio } from '../expressions.ts'
import { indicator } from '../indicator.ts'

interface Totals {
  entity_id: string
  as_of: Date
  lines: number
  amount: number
  labour: number
  diagnoses: number
  procedures: number
  drugs: number
  parts: number
  codes: number
  coded: number
  days: number
  procedures_day: number
}

export const claimItems = featureView({
  name: 'claim_items',
  entity: 'claim',
  title: { en: 'Invoice lines', zh: '费用明细' },
  reads: ['core.claim', 'core.claim_item'],
  features: {
    item_count: indicator('claims', 'count', 'up', 'Lines of the claim', '费用明细行数'),
    diagnosis_count: indicator('health', 'count', 'up', 'Different diagnoses', '诊断数'),
    procedure_count: indicator('health', 'count', 'up', 'Different procedures', '诊疗项目数'),
    drug_count: indicator('health', 'count', 'none', 'Different drugs', '药品种数'),
    part_count: indicator('claims', 'count', 'up', 'Different parts', '更换配件种数'),
    item_gap_ratio: indicator(
      'claims',
      'ratio',
      'up',
      'Amount claimed beyond the sum of the lines, against the amount claimed',
      '索赔金额超出明细合计的比例',
      { canChange: 'down' },
    ),
    labour_share: indicator('claims', 'share', 'up', 'Share of labour in the sum of the lines', '工时费占比'),
    repeated_item_share: indicator(
      'claims',
      'share',
      'up',
      'Share of the lines that repeat the code of another line',
      '重复项目占比',
      { canChange: 'down' },
    ),
    items_per_day: indicator('claims', 'count', 'up', 'Lines by day of service', '每服务日明细行数'),
    max_price_ratio: indicator(
      'corroboration',
      'ratio',
      'up',
      'Highest price of a part against its market price on the day of loss',
      '配件报价与市场价之最大比值',
      { canChange: 'down' },
    ),
    procedures_day_max: indicator(
      'claims',
      'count',
      'up',
      'Most procedures billed on one day, from four up a sign of taking a panel apart',
      '同日收费项目最大数',
    ),
  },
  query: (db) =>
    db
      .with('item', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('core.claim_item as i', (join) =>
            join.onRef('i.claim_id', '=', 's.entity_id').onRef('i.known_at', '<=', 's.as_of'),
          )
          .select([
            's.entity_id',
            's.as_of',
            'i.item_id',
            'i.item_kind',
            'i.code',
            'i.amount',
            'i.quantity',
            'i.service_date',
          ]),
      )
      // First by code and day, then by code, then by claim: counting distinct texts would cost three times as much.
      .with('total', (q) =>
        q
          .selectFrom(
            sql<Totals>`(
              with daily as (
                select entity_id, as_of, item_kind, code, service_date, count(*) as lines, sum(amount) as amount
                from item group by entity_id, as_of, item_kind, code, service_date),
              coded as (
                select entity_id, as_of, item_kind, code, sum(lines) as lines, sum(amount) as amount
                from daily group by entity_id, as_of, item_kind, code)
              select c.*, d.days, d.procedures_day from (
                select entity_id, as_of, sum(lines) as lines, sum(amount) as amount,
                  sum(amount) filter (where item_kind = 'labour') as labour,
                  count(code) filter (where item_kind = 'diagnosis') as diagnoses,
                  count(code) filter (where item_kind = 'procedure') as procedures,
                  count(code) filter (where item_kind = 'drug') as drugs,
                  count(code) filter (where item_kind = 'part') as parts,
                  count(code) as codes, coalesce(sum(lines) filter (where code is not null), 0) as coded
                from coded group by entity_id, as_of) as c
              join (
                select entity_id, as_of, count(service_date) as days, max(procedures) as procedures_day from (
                  select entity_id, as_of, service_date, count(code) filter (where item_kind = 'procedure') as procedures
                  from daily group by entity_id, as_of, service_date) as s
                group by entity_id, as_of) as d using (entity_id, as_of))`.as('t'),
          )
          .selectAll(),
      )
      .with('price', (q) =>
        q
          .selectFrom(
            // Each part is looked up twice, for its make and for all (0); unnest makes that an equality.
            sql<{ entity_id: string; as_of: Date; price_ratio: number }>`(
              with part as (
                select i.entity_id, i.as_of, i.item_id, i.code, i.amount, greatest(coalesce(i.quantity, 1), 1) as quantity,
                  c.loss_date, unnest([0, ${make(sql`o.make`)}]) as make_code
                from item as i join core.claim as c on c.claim_id = i.entity_id
                left join core.insured_object as o on o.object_id = c.object_id and o.known_at <= i.as_of
                where i.item_kind = 'part' and i.code is not null),
              price as (
                select part_code, case when make = 'any' then 0 else ${make(sql`make`)} end as make_code, valid_from, known_at,
                  price_amount::double as price
                from core.repair_price)
              select i.entity_id, i.as_of,
                any_value(i.amount)::double / any_value(i.quantity)
                  / nullif(arg_max(p.price, struct_pack(m := p.make_code > 0, d := p.valid_from)), 0) as price_ratio
              from part as i join price as p on p.part_code = i.code and p.make_code = i.make_code
                and p.known_at <= i.as_of and p.valid_from <= i.loss_date
              group by i.entity_id, i.as_of, i.item_id)`.as('p'),
          )
          .selectAll(),
      )
      .with('dearest', (q) =>
        q
          .selectFrom('price as p')
          .select(['p.entity_id', 'p.as_of', sql<number>`max(p.price_ratio)`.as('price_ratio')])
          .groupBy(['p.entity_id', 'p.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('total as t', (join) =>
        join.onRef('t.entity_id', '=', 's.entity_id').onRef('t.as_of', '=', 's.as_of'),
      )
      .leftJoin('dearest as p', (join) =>
        join.onRef('p.entity_id', '=', 's.entity_id').onRef('p.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(t.lines, 0)`.as('item_count'),
        sql<number>`coalesce(t.diagnoses, 0)`.as('diagnosis_count'),
        sql<number>`coalesce(t.procedures, 0)`.as('procedure_count'),
        sql<number>`coalesce(t.drugs, 0)`.as('drug_count'),
        sql<number>`coalesce(t.parts, 0)`.as('part_count'),
        ratio(sql`(c.claimed_amount - t.amount)`, sql`c.claimed_amount`).as('item_gap_ratio'),
        ratio(sql`coalesce(t.labour, 0)`, sql`t.amount`).as('labour_share'),
        ratio(sql`(t.coded - t.codes)`, sql`t.coded`).as('repeated_item_share'),
        ratio(sql`t.lines`, sql`t.days`).as('items_per_day'),
        'p.price_ratio as max_price_ratio',
        sql<number>`coalesce(t.procedures_day, 0)`.as('procedures_day_max'),
      ]),
  examples: [
    {
      title: 'two bumpers, one of them at twice the price of the make, a quarter labour, 200 unexplained',
      rows: {
        'core.insured_object': [{ object_id: 'O1', policy_id: 'P1', make: 'Toyota' }],
        'core.claim': [
          { claim_id: 'C1', line: 'auto', object_id: 'O1', claimed_amount: 1000, ...lossAt('2024-03-01') },
        ],
        'core.claim_item': [
          {
            item_id: 'I1',
            claim_id: 'C1',
            item_kind: 'part',
            code: 'P101',
            amount: 200,
            service_date: '2024-03-02',
          },
          {
            item_id: 'I2',
            claim_id: 'C1',
            item_kind: 'part',
            code: 'P101',
            amount: 400,
            service_date: '2024-03-02',
          },
          {
            item_id: 'I3',
            claim_id: 'C1',
            item_kind: 'labour',
            code: 'L1',
            amount: 200,
            service_date: '2024-03-02',
          },
          {
            item_id: 'I4',
            claim_id: 'C1',
            item_kind: 'part',
            code: 'P102',
            amount: 99,
            known_at: at('2024-05-01'),
          },
        ],
        'core.repair_price': [
          { part_code: 'P101', make: 'any', valid_from: '2023-01-01', price_amount: 50 },
          { part_code: 'P101', make: 'toyota', valid_from: '2023-01-01', price_amount: 200 },
          { part_code: 'P101', make: 'toyota', valid_from: '2024-04-01', price_amount: 10 },
          { part_code: 'P101', make: 'ford', valid_from: '2023-01-01', price_amount: 10 },
        ],
      },
      entityId: 'C1',
      asOf: '2024-05-01',
      expect: { item_count: 4, part_count: 2 },
      earlier: {
        asOf: '2024-03-03',
        expect: {
          item_count: 3,
          diagnosis_count: 0,
          procedure_count: 0,
          drug_count: 0,
          part_count: 1,
          item_gap_ratio: 0.2,
          labour_share: 0.25,
          repeated_item_share: 1 / 3,
          items_per_day: 3,
          max_price_ratio: 2,
          procedures_day_max: 0,
        },
      },
    },
  ],
})
