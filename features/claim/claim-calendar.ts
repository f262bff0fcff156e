/** Holidays around the loss. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { lossAt } from '../examples.ts'
import { countryOf, HOLIDAY_YEARS, holidays } from '../holidays.ts'
import { indicator } from '../indicator.ts'

export const claimCalendar = featureView({
  name: 'claim_calendar',
  entity: 'claim',
  title: { en: 'Holidays', zh: '节假日' },
  reads: ['core.claim'],
  features: {
    is_holiday_loss: indicator(
      'corroboration',
      '0/1',
      'none',
      "Loss on a public holiday of the region's country",
      '出险日为当地法定节假日',
    ),
  },
  query: (db) =>
    db
      .with('holiday', (q) => q.selectFrom(holidays.as('h')).select(['h.country', 'h.day']))
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('holiday as h', (join) =>
        join.on('h.country', '=', countryOf(sql`c.region_code`)).onRef('h.day', '=', 'c.loss_date'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`case when h.day is not null then 1
          when ${countryOf(sql`c.region_code`)} is not null
            and year(c.loss_date) between ${sql.lit(HOLIDAY_YEARS[0])} and ${sql.lit(HOLIDAY_YEARS[1])} then 0 end`.as(
          'is_holiday_loss',
        ),
      ]),
  examples: [
    {
      title: 'the National Day in Hangzhou',
      rows: {
        'core.claim': [{ claim_id: 'C1', line: 'auto', region_code: '330100', ...lossAt('2024-10-01') }],
      },
      entityId: 'C1',
      asOf: '2024-10-02',
      expect: { is_holiday_loss: 1 },
    },
    {
      title: 'the same day in New South Wales',
      rows: {
        'core.claim': [{ claim_id: 'C1', line: 'auto', region_code: 'AU-NSW', ...lossAt('2024-10-01') }],
      },
      entityId: 'C1',
      asOf: '2024-10-02',
      expect: { is_holiday_loss: 0 },
    },
    {
      title: 'nobody knows where',
      rows: { 'core.claim': [{ claim_id: 'C1', line: 'auto', ...lossAt('2024-10-01') }] },
      entityId: 'C1',
      asOf: '2024-10-02',
      expect: { is_holiday_loss: null },
    },
  ],
})
