// %% [markdown]
// # Early warning
//
// Which series left their limits, by how much and since when, which parts explain it, and how far a warning can be believed.
// A warning asks what changed; it blames nobody.

// %%
import { config, snapshots, textTable } from 'claimscope'

const { warehouse } = await snapshots(config().home, 'insurer').openCurrent()
const { db } = warehouse
const percent = (share: number) => `${(share * 100).toFixed(share < 0.01 ? 2 : 0)} %`

// %% [markdown]
// ## What is watched
// Every series is judged by what was expected before the fact: the season, the slope and the holidays of its own past, with past
// outliers weighed down. The error of a forecast is in units of the naive seasonal forecast; below 1 is better than that.

// %%
const watched = await db
  .selectFrom('signal.series')
  .select(({ fn }) => [
    'signal',
    fn.countAll<number>().as('series'),
    fn.max<number>('points').as('periods'),
    fn.avg<number | null>('mase').as('mean_error'),
  ])
  .groupBy('signal')
  .orderBy('signal')
  .execute()
console.log(textTable(watched))

// %% [markdown]
// ## Episodes
// One row an episode: neighbouring periods outside the limits, from the day that the level changed until the series was back. `q`
// is the share of false warnings to be expected among all that are believed at least as much.

// %%
const episodes = await db
  .selectFrom('signal.warning')
  .selectAll()
  .where('part_of', 'is', null)
  .orderBy('z', 'desc')
  .execute()
const parts = await db
  .selectFrom('signal.warning')
  .select((eb) => eb.fn.countAll<number>().as('n'))
  .where('part_of', 'is not', null)
  .executeTakeFirstOrThrow()
console.log(
  textTable(
    episodes.slice(0, 15).map((e) => ({
      signal: e.signal,
      series: e.series,
      since: e.since,
      until: e.ended ?? 'lasts',
      observed: Math.round(e.observed_total),
      expected: Math.round(e.expected_total * 10) / 10,
      z: Math.round(e.z * 10) / 10,
      q: e.q.toExponential(1),
    })),
  ),
)
console.log(`${episodes.length} episodes; ${parts.n} more are parts of them and told with them`)

// %% [markdown]
// ## What explains the strongest one
// The excess over expectation, taken apart by line, region, peril and product. Shares of one dimension add up to the whole.

// %%
const drivers = await db.selectFrom('signal.driver').selectAll().execute()
const explained = episodes.find((e) =>
  drivers.some((d) => d.signal === e.signal && d.series === e.series && d.started === e.started),
)
if (explained) {
  console.log(explained.summary)
  const own = drivers.filter(
    (d) => d.signal === explained.signal && d.series === explained.series && d.started === explained.started,
  )
  console.log(
    textTable(
      own.map((d) => ({
        by: d.dimension,
        part: d.member,
        observed: Math.round(d.observed),
        expected: Math.round(d.expected * 10) / 10,
        share: percent(d.share),
      })),
    ),
  )
  for (const dimension of new Set(own.map((d) => d.dimension))) {
    const sum = own.filter((d) => d.dimension === dimension).reduce((total, d) => total + d.share, 0)
    if (Math.abs(sum - 1) > 1e-9) throw new Error(`the shares by ${dimension} do not add up: ${sum}`)
  }
}

// %% [markdown]
// ## Forecasts that add up
// The forecasts of the lines are moved as little as their errors allow until they are the forecast of the whole book.

// %%
const ahead = await db
  .selectFrom('signal.point')
  .select(['series', 'period', 'expected', 'lower', 'upper'])
  .where('signal', '=', 'claims_weekly')
  .where('is_forecast', '=', true)
  .orderBy('period')
  .execute()
const whole = ahead.filter((p) => p.series === 'all')
const byPeriod = whole.map((all) => {
  const lines = ahead.filter((p) => p.period === all.period && p.series !== 'all' && !p.series.includes(':'))
  return {
    week: all.period,
    expected: Number((all.expected ?? 0).toFixed(2)),
    lines: Number(lines.reduce((sum, p) => sum + (p.expected ?? 0), 0).toFixed(2)),
    lower: Math.round(all.lower ?? 0),
    upper: Math.round(all.upper ?? 0),
  }
})
console.log(textTable(byPeriod))
for (const { week, expected, lines } of byPeriod)
  if (Math.abs(expected - lines) > 0.02) throw new Error(`the forecasts of ${week} do not add up`)

// %% [markdown]
// ## How many quiet weeks leave their limits
// The limits hold 99 % of quiet periods; the share outside is near 1 % where nothing happened, and the false ones among them are
// what the adjustment for many series holds down.

// %%
const outside = await db
  .selectFrom('signal.point')
  .select((eb) => [
    'signal',
    eb.fn.countAll<number>().as('judged'),
    eb.fn
      .countAll<number>()
      .filterWhere((w) => w.or([w('value', '>', w.ref('upper')), w('value', '<', w.ref('lower'))]))
      .as('outside'),
  ])
  .where('is_forecast', '=', false)
  .where('expected', 'is not', null)
  .groupBy('signal')
  .orderBy('signal')
  .execute()
console.log(textTable(outside.map((row) => ({ ...row, share: percent(row.outside / row.judged) }))))

// %%
await warehouse.close()
