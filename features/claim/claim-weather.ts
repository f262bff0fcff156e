/** The weather at the place and hour of the loss. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { daysAround, hoursBefore } from '../around.ts'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { WEATHER_PERILS } from '../words.ts'

/** Observations come every hour or every three; the last one at most this old counts. */
const HOURS = 3
const perils = sql.join(WEATHER_PERILS.map((peril) => sql.lit(peril)))

export const claimWeather = featureView({
  name: 'claim_weather',
  entity: 'claim',
  title: { en: 'Weather at the loss', zh: '出险时天气' },
  reads: ['core.claim', 'core.weather_observation'],
  features: {
    rain_mm_at_loss: indicator('corroboration', 'mm', 'none', 'Rain at the place and hour', '出险时降雨量'),
    wind_ms_at_loss: indicator(
      'corroboration',
      'm/s',
      'none',
      'Mean wind at the place and hour',
      '出险时风速',
    ),
    has_hail_at_loss: indicator('corroboration', '0/1', 'down', 'Hail at the place and hour', '出险时有冰雹'),
    visibility_km_at_loss: indicator(
      'corroboration',
      'count',
      'none',
      'Visibility at the place and hour, km',
      '出险时能见度（公里）',
    ),
    has_hail_day: indicator(
      'corroboration',
      '0/1',
      'down',
      'Hail at the place on the day of loss or the day before, for losses that weather brings',
      '当日或前一日该地有冰雹（天气类事故）',
    ),
    weather_supports_peril: indicator(
      'corroboration',
      '0/1',
      'down',
      'The weather of the day of loss or the day before can bring what is claimed; unknown for other perils',
      '当日或前一日天气可造成所称损失',
    ),
  },
  query: (db) =>
    db
      .with('hour', (q) =>
        q
          .selectFrom(hoursBefore(HOURS, sql`c.region_code is not null`).as('s'))
          .innerJoin('core.weather_observation as w', (join) =>
            join
              .onRef('w.region_code', '=', 's.region_code')
              .onRef('w.observed_at', '=', 's.hour')
              .onRef('w.known_at', '<=', 's.as_of'),
          )
          .select([
            's.entity_id',
            's.as_of',
            sql<number>`arg_min(w.rain_mm, s.step)`.as('rain'),
            sql<number>`arg_min(w.wind_ms, s.step)`.as('wind'),
            sql<number>`arg_min(w.has_hail, s.step)::integer`.as('hail'),
            sql<number>`arg_min(w.visibility_km, s.step)`.as('visibility'),
          ])
          .groupBy(['s.entity_id', 's.as_of']),
      )
      // Rows of rough weather only: few, so that two days of them can be joined.
      .with('rough', (q) =>
        q
          .selectFrom(daysAround(-1, 0, sql`c.peril in (${perils})`).as('s'))
          .innerJoin(
            sql<{
              region_code: string
              day: string
              known_at: Date
              hail: boolean
              storm: boolean
              wet: boolean
              frost: boolean
            }>`(
              select region_code, observed_at::date as day, known_at, coalesce(has_hail, false) as hail,
                coalesce(has_storm, false) or coalesce(wind_ms, 0) >= 14 as storm, coalesce(rain_mm, 0) >= 8 as wet,
                coalesce(temperature_c, 99) < 2 as frost
              from core.weather_observation
              where has_hail or has_storm or wind_ms >= 14 or rain_mm >= 8 or temperature_c < 2)`.as('w'),
            (join) =>
              join
                .onRef('w.region_code', '=', 's.region_code')
                .onRef('w.day', '=', 's.day')
                .onRef('w.known_at', '<=', 's.as_of'),
          )
          .select([
            's.entity_id',
            's.as_of',
            sql<boolean>`bool_or(case s.peril when 'frost' then w.frost
              when 'flood' then w.wet or w.storm when 'rain' then w.wet or w.storm else w.storm or w.hail end)`.as(
              'brings',
            ),
            sql<boolean>`bool_or(w.hail)`.as('hail'),
          ])
          .groupBy(['s.entity_id', 's.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('hour as h', (join) =>
        join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
      )
      .leftJoin('rough as r', (join) =>
        join.onRef('r.entity_id', '=', 's.entity_id').onRef('r.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        'h.rain as rain_mm_at_loss',
        'h.wind as wind_ms_at_loss',
        'h.hail as has_hail_at_loss',
        'h.visibility as visibility_km_at_loss',
        sql<number>`case when c.peril is null or c.peril not in (${perils}) then null
          when r.hail then 1 when h.entity_id is not null then 0 end`.as('has_hail_day'),
        // A drought shows over weeks, so a day neither supports nor refutes it.
        sql<number>`case when c.peril is null or c.peril not in (${perils}) or c.peril = 'drought' then null
          when r.brings then 1 when h.entity_id is not null then 0 end`.as('weather_supports_peril'),
      ]),
  examples: [
    {
      title:
        'hail is claimed for a dry afternoon; it hailed the day after, and the report of the morning comes late',
      rows: {
        'core.claim': [
          {
            claim_id: 'C1',
            line: 'auto',
            peril: 'hail',
            region_code: '330100',
            ...lossAt('2024-07-01 14:40'),
          },
        ],
        'core.weather_observation': [
          {
            region_code: '330100',
            observed_at: at('2024-07-01 12:00'),
            rain_mm: 1.5,
            wind_ms: 3,
            has_hail: false,
          },
          { region_code: '330100', observed_at: at('2024-07-02 12:00'), has_hail: true },
          {
            region_code: '330100',
            observed_at: at('2024-07-01 09:00'),
            has_hail: true,
            known_at: at('2024-08-01'),
          },
          { region_code: 'AU-NSW', observed_at: at('2024-07-01 12:00'), has_hail: true },
        ],
      },
      entityId: 'C1',
      asOf: '2024-08-02',
      expect: { weather_supports_peril: 1, has_hail_day: 1 },
      earlier: {
        asOf: '2024-07-05',
        expect: {
          rain_mm_at_loss: 1.5,
          wind_ms_at_loss: 3,
          has_hail_at_loss: 0,
          has_hail_day: 0,
          visibility_km_at_loss: null,
          weather_supports_peril: 0,
        },
      },
    },
  ],
})
