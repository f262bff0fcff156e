/** Signals with their series, and the episodes in which they left their limits. */
import { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { unknown } from '../../errors.ts'
import { LINES, type Line } from '../../schema/words.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { pageOf, pageParameters } from '../keyset.ts'
import { allWarnings, warningsOfSeries } from '../queries/warnings.ts'
import { signalSeries, signalSummary, warningPage } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { id } from './parameters.ts'

/** Series of a line of business are for those who may see the line. */
function seesSeries(lines: readonly Line[] | null, series: string): boolean {
  const line = LINES.find((word) => word === series.split(':')[0])
  return lines === null || line === undefined || lines.includes(line)
}

interface SeriesRow {
  signal: string
  series: string
  last_period: string | null
  last: number | null
  expected: number | null
  warnings: number
  open: number
}

function seriesOf(view: View): Promise<SeriesRow[]> {
  return view.once('signal series', async () => {
    const { rows } = await sql<SeriesRow>`
      with latest as (
        select signal, series, max(period) filter (where not is_forecast and value is not null) as last_period
        from signal.point group by signal, series
      ), warned as (
        select signal, series, count(*) as warnings, count(*) filter (ended is null) as open
        from signal.warning group by signal, series
      )
      select l.signal, l.series, l.last_period, p.value as last, p.expected,
        coalesce(w.warnings, 0) as warnings, coalesce(w.open, 0) as open
      from latest l
      left join signal.point p on p.signal = l.signal and p.series = l.series and p.period = l.last_period
      left join warned w on w.signal = l.signal and w.series = l.series
      order by l.signal, l.series = 'all' desc, l.series`.execute(view.warehouse.db)
    return rows
  })
}

export const signalEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/signals',
    summary: 'Signals and the last value of each series',
    access: 'signals:read',
    response: z.array(signalSummary),
    async handle({ view, user, context }) {
      const rows = await seriesOf(view)
      return context.catalog.signals.map(({ name, title, unit, period }) => ({
        name,
        title,
        unit,
        period,
        series: rows
          .filter((row) => row.signal === name && seesSeries(user.lines, row.series))
          .map((row) => ({
            series: row.series,
            lastPeriod: row.last_period,
            last: row.last,
            expected: row.expected,
            warningCount: row.warnings,
            openCount: row.open,
          })),
      }))
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/signals/{name}/{series}',
    summary: 'One series with its limits, forecast and warnings',
    access: 'signals:read',
    params: z.strictObject({ name: id, series: id }),
    response: signalSeries,
    async handle({ params, view, user, context }) {
      const { name, series } = params
      const signal = context.catalog.signals.find((one) => one.name === name)
      if (!signal)
        throw unknown(
          'signal',
          name,
          context.catalog.signals.map((one) => one.name),
        )
      const { db } = view.warehouse
      const [points, warnings, about] = await Promise.all([
        db
          .selectFrom('signal.point')
          .select(['period', 'value', 'expected', 'lower', 'upper', 'is_forecast'])
          .where('signal', '=', name)
          .where('series', '=', series)
          .orderBy('period')
          .execute(),
        warningsOfSeries(view.warehouse, { signal: name, series }),
        db
          .selectFrom('signal.series')
          .select(['model', 'mase', 'is_reconciled'])
          .where('signal', '=', name)
          .where('series', '=', series)
          .executeTakeFirst(),
      ])
      if (points.length === 0 || !seesSeries(user.lines, series)) throw unknown('series', series)
      return {
        name,
        series,
        title: signal.title,
        unit: signal.unit,
        period: signal.period,
        model: about?.model || null,
        mase: about?.mase ?? null,
        isReconciled: about?.is_reconciled ?? false,
        points: points.map(({ is_forecast, ...point }) => ({ ...point, isForecast: is_forecast })),
        warnings,
        runbook: signal.runbook,
      }
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/warnings',
    summary: 'Episodes outside the limits, those that began last first',
    access: 'signals:read',
    query: z.strictObject({
      ...pageParameters,
      signal: id.optional(),
      /** Only those that last, or only those that are over. */
      state: z.enum(['open', 'ended']).optional(),
    }),
    response: warningPage,
    async handle({ query, view, user, context }) {
      const all = await view.once('warnings', () => allWarnings(view.warehouse, context.catalog))
      const rows = all.filter(
        (row) =>
          seesSeries(user.lines, row.series) &&
          (query.signal === undefined || row.signal === query.signal) &&
          (query.state === undefined || (row.ended === null) === (query.state === 'open')),
      )
      return pageOf(rows, {
        id: (row) => `${row.signal} ${row.series} ${row.started}`,
        key: (row) => row.started,
        direction: 'desc',
        sort: 'started',
        limit: query.limit,
        cursor: query.cursor,
      })
    },
  }),
]
