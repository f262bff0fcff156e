/** Alerts from warnings: neighbouring points of one series outside their limits are one episode, and one alert. */
import type { AlertCandidate } from '../alert.ts'
import { LINES } from '../schema/words.ts'
import { logistic } from '../score.ts'
import type { Signal } from '../signal.ts'
import { signalSeverity } from '../thresholds/index.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { DEFAULTS, dedupeKey, type ProposeCounts, type ProposeOptions } from './context.ts'
import { stepsOf, title } from './words.ts'

interface Warning {
  readonly signal: string
  readonly series: string
  readonly period: string
  readonly value: number
  readonly expected: number
  readonly z: number
  readonly direction: string
}

const DAY = 86_400_000
/** Two warnings with at most one quiet period between them belong together. */
const GAP: Readonly<Record<Signal['period'], number>> = { week: 15 * DAY, month: 63 * DAY }

/** Proposes every episode whose last warning is still news and strong enough. */
export async function signalCandidates(
  { db }: Warehouse,
  options: ProposeOptions,
): Promise<{ readonly candidates: AlertCandidate[]; readonly counts: ProposeCounts }> {
  const rows = await db
    .selectFrom('signal.warning')
    .select(['signal', 'series', 'period', 'value', 'expected', 'z', 'direction'])
    .orderBy('signal')
    .orderBy('series')
    .orderBy('period')
    .execute()
  const shelf = new Map(options.signals.map((signal) => [signal.name, signal]))
  const since = options.asOf.getTime() - DEFAULTS.warningDays * DAY
  const episodes = episodesOf(rows, shelf)
  const candidates: AlertCandidate[] = []
  let settled = 0
  for (const episode of episodes) {
    const signal = shelf.get(episode[0].signal)
    const severity = signalSeverity(options.thresholds, strongest(episode).z)
    if (!signal || !severity) continue
    if (Date.parse(episode[episode.length - 1].period) < since) settled++
    else candidates.push(candidateOf(signal, episode, severity, options))
  }
  return {
    candidates,
    counts: {
      looked: episodes.length,
      alerts: candidates.length,
      below: episodes.length - candidates.length - settled,
      settled,
      explained: 0,
    },
  }
}

function episodesOf(rows: readonly Warning[], shelf: ReadonlyMap<string, Signal>): Warning[][] {
  const episodes: Warning[][] = []
  for (const row of rows) {
    const current = episodes[episodes.length - 1]
    const last = current?.[current.length - 1]
    const gap = GAP[shelf.get(row.signal)?.period ?? 'week']
    const goesOn =
      last?.signal === row.signal &&
      last.series === row.series &&
      last.direction === row.direction &&
      Date.parse(row.period) - Date.parse(last.period) <= gap
    if (goesOn) current.push(row)
    else episodes.push([row])
  }
  return episodes
}

const strongest = (episode: readonly Warning[]) =>
  episode.reduce((best, warning) => (Math.abs(warning.z) > Math.abs(best.z) ? warning : best))

function candidateOf(
  signal: Signal,
  episode: readonly Warning[],
  severity: AlertCandidate['severity'],
  options: ProposeOptions,
): AlertCandidate {
  const { series, z, value, expected, direction, period } = strongest(episode)
  const first = episode[0].period
  const shown = (x: number) => x.toLocaleString('en-US', { maximumFractionDigits: Math.abs(x) < 10 ? 2 : 0 })
  const up = direction === 'up'
  const excess = episode.reduce((sum, warning) => sum + Math.max(0, warning.value - warning.expected), 0)
  const subjectId = `${signal.name}/${series}`
  return {
    dedupeKey: dedupeKey(options.book, 'signal', `${subjectId}/${first}`),
    kind: 'signal',
    subjectId,
    line: (LINES as readonly string[]).includes(series) ? series : null,
    severity,
    probability: logistic(Math.abs(z) - 3),
    expectedLossAmount: signal.unit === 'money' ? Math.round(excess * 100) / 100 : 0,
    title: title(
      {
        en: series === 'all' ? signal.title.en : `${signal.title.en} (${series})`,
        zh: series === 'all' ? signal.title.zh : `${signal.title.zh}（${series}）`,
      },
      {
        en: `${shown(value)} against ${shown(expected)} expected`,
        zh: `${shown(value)}，预期${shown(expected)}`,
      },
    ),
    detail: {
      why: episode.slice(-DEFAULTS.reasons).map((warning) => ({
        text: {
          en: `From ${warning.period}: ${shown(warning.value)}, expected ${shown(warning.expected)}`,
          zh: `${warning.period}起：${shown(warning.value)}，预期${shown(warning.expected)}`,
        },
        logOdds: Math.abs(warning.z),
      })),
      confidence: {
        en: `${Math.abs(z).toFixed(1)} standard deviations ${up ? 'above' : 'below'} the forecast for ${period}, made without knowing it.`,
        zh: `${period}的数值${up ? '高于' : '低于'}事前预测${Math.abs(z).toFixed(1)}个标准差。`,
      },
      comparedWith: {
        en: 'The forecast of the series from its own past.',
        zh: '与该序列基于自身历史的预测比较。',
      },
      nextSteps: stepsOf(signal.runbook).slice(0, DEFAULTS.steps),
    },
    asOf: options.asOf,
  }
}
