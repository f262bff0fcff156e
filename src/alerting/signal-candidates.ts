/** Alerts from warnings: one an episode; parts of a wider episode are told with it. */
import type { AlertCandidate } from '../alert.ts'
import { LINES } from '../schema/words.ts'
import { logistic } from '../score.ts'
import type { Signal } from '../signal.ts'
import { signalSeverity } from '../thresholds/index.ts'
import type { Text } from '../util/text.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { DEFAULTS, dedupeKey, type ProposeCounts, type ProposeOptions } from './context.ts'
import { seriesWords, stepsOf, title } from './words.ts'

const DAY = 86_400_000

type Episode = Awaited<ReturnType<typeof readEpisodes>>[number]
type Driver = Awaited<ReturnType<typeof readDrivers>>[number]

const readEpisodes = ({ db }: Warehouse) =>
  db.selectFrom('signal.warning').selectAll().orderBy('signal').orderBy('series').orderBy('started').execute()

const readDrivers = ({ db }: Warehouse) =>
  db
    .selectFrom('signal.driver')
    .select(['signal', 'series', 'started', 'dimension', 'member', 'share'])
    .where('member', '!=', 'other')
    .orderBy('share', 'desc')
    .orderBy('dimension')
    .execute()

/** Proposes every episode strong enough; one that is over and no longer news refreshes an open alert and raises none. */
export async function signalCandidates(
  warehouse: Warehouse,
  options: ProposeOptions,
): Promise<{ readonly candidates: AlertCandidate[]; readonly counts: ProposeCounts }> {
  const [episodes, drivers] = await Promise.all([readEpisodes(warehouse), readDrivers(warehouse)])
  const shelf = new Map(options.signals.map((signal) => [signal.name, signal]))
  const newsSince = options.asOf.getTime() - DEFAULTS.warningDays * DAY
  const candidates: AlertCandidate[] = []
  let settled = 0
  let explained = 0
  for (const episode of episodes) {
    const signal = shelf.get(episode.signal)
    const severity = signalSeverity(options.thresholds, episode.z)
    if (!signal || !severity) continue
    if (episode.part_of !== null) {
      explained++
      continue
    }
    const isOld = Date.parse(episode.last) < newsSince
    if (isOld) settled++
    const own = drivers.filter(
      (driver) =>
        driver.signal === episode.signal &&
        driver.series === episode.series &&
        driver.started === episode.started,
    )
    candidates.push(candidateOf(signal, episode, own, severity, isOld, options))
  }
  return {
    candidates,
    counts: {
      looked: episodes.length,
      alerts: candidates.length - settled,
      below: episodes.length - candidates.length - explained,
      settled,
      explained,
    },
  }
}

function candidateOf(
  signal: Signal,
  episode: Episode,
  drivers: readonly Driver[],
  severity: AlertCandidate['severity'],
  isOld: boolean,
  options: ProposeOptions,
): AlertCandidate {
  const { series, z, value, expected, direction, period, ended } = episode
  const shown = (x: number) =>
    signal.kind === 'share'
      ? `${(x * 100).toFixed(1)} %`
      : x.toLocaleString('en-US', { maximumFractionDigits: Math.abs(x) < 10 ? 2 : 0 })
  const up = direction === 'up'
  const subjectId = `${signal.name}/${series}`
  const weeks = signal.period === 'week' ? { en: 'weeks', zh: '周' } : { en: 'months', zh: '个月' }
  const over: Text =
    ended === null ? { en: '', zh: '' } : { en: `, over since ${ended}`, zh: `，${ended}起恢复` }
  return {
    dedupeKey: dedupeKey(options.book, 'signal', `${subjectId}/${episode.started}`),
    kind: 'signal',
    subjectId,
    line: LINES.find((line) => line === series.split(':')[0]) ?? null,
    severity,
    probability: logistic(Math.abs(z) - 3),
    expectedLossAmount:
      signal.unit === 'money'
        ? Math.round(Math.max(0, episode.observed_total - episode.expected_total) * 100) / 100
        : 0,
    title: title(
      {
        en: series === 'all' ? signal.title.en : `${signal.title.en} (${seriesWords(series).en})`,
        zh: series === 'all' ? signal.title.zh : `${signal.title.zh}（${seriesWords(series).zh}）`,
      },
      {
        en: `${shown(value)} against ${shown(expected)} expected${over.en}`,
        zh: `${shown(value)}，预期${shown(expected)}${over.zh}`,
      },
    ),
    detail: {
      why: [
        { text: { en: episode.summary, zh: episode.summary_zh }, logOdds: Math.abs(z) },
        ...drivers.slice(0, DEFAULTS.reasons - 1).map(({ dimension, member, share }) => ({
          text: {
            en: `${dimension} ${member}: ${(share * 100).toFixed(0)} % of the excess`,
            zh: `${member}：占超出部分的${(share * 100).toFixed(0)}%`,
          },
          logOdds: Math.abs(z) * Math.min(1, share),
        })),
      ],
      confidence: {
        en: `${Math.abs(z).toFixed(1)} standard deviations ${up ? 'above' : 'below'} what was expected for ${period}, without knowing it. Of warnings believed as much, at most ${(episode.q * 100).toPrecision(1)} % are expected to be chance.`,
        zh: `${period}的数值${up ? '高于' : '低于'}事前预期${Math.abs(z).toFixed(1)}个标准差；同等可信的预警中，误报比例预计不超过${(episode.q * 100).toPrecision(1)}%。`,
      },
      comparedWith: {
        en: `The same series from ${episode.compared_from} on, the latest ${weeks.en} left out: season, slope and holidays, with past outliers weighed down.`,
        zh: `与该序列自${episode.compared_from}以来（最近数${weeks.zh}除外）的季节、趋势与节假日水平比较，历史异常值已降权。`,
      },
      nextSteps: stepsOf(signal.runbook).slice(0, DEFAULTS.steps),
      ...(ended === null && !isOld ? {} : { ended: ended ?? episode.last }),
      ...(isOld ? { isOld } : {}),
    },
    asOf: options.asOf,
  }
}
