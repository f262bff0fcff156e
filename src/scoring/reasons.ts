/** The reasons within the parts of a score: exactly what was added, the small rest gathered in `other`. */
import { select } from '../model.ts'
import type { Band, ScorePart } from '../schema/words.ts'
import { SCORE_PARTS } from '../schema/words.ts'
import type { Score, ScoreReason } from '../score.ts'
import { LEARNED, type Subjects } from './components.ts'
import { ruleLogOdds } from './evaluate-rules.ts'
import { peersOf } from './peers.ts'
import type { Scored, Scorer } from './scorer.ts'

export const DEFAULTS = {
  /** Features named a part; the rest is `other`. */
  named: 12,
  /** A smaller one is not named, in log-odds. */
  least: 0.01,
  /** A smaller rest is rounding, which differs between one row and many; it is not named. */
  rounding: 1e-9,
} as const

/** Name of the reason that gathers what is too small to be named. */
export const OTHER = 'other'
/** Name of the reason of the base part. */
export const BASE = 'base'

/** Reasons by part, for one row. */
export type RowReasons = Readonly<Record<ScorePart, readonly ScoreReason[]>>

/** Explains some rows of what `scoreRows` scored; one entry a row of `rows`, in order. */
export function explainRows(
  scorer: Scorer,
  subjects: Subjects,
  scored: Scored,
  rows: Int32Array,
): RowReasons[] {
  const { matrix, peerGroups } = subjects
  const { combiner, peers } = scorer.file
  const peerPlace = new Map(peers.features.map((name, j) => [name, j]))
  const explained = LEARNED.map((part) => {
    const model = scorer.models[part]
    if (!model) return null
    const { names, parts } = model.explain(select(matrix, model.features), rows)
    return { names, parts, columns: select(matrix, model.features).columns, weight: combiner.weights[part] }
  })
  return Array.from(rows, (row, k): RowReasons => {
    const group = peersOf(peers, peerGroups[row])
    const peerValue = (name: string) => group.median[peerPlace.get(name) ?? -1] ?? Number.NaN
    const learned = LEARNED.map((part, p) => {
      const from = explained[p]
      if (!from) return []
      const all = from.names.map((name, j) => ({
        name,
        value: from.columns[j][row],
        peerValue: peerValue(name),
        logOdds: from.parts[j][k] * from.weight,
      }))
      return gather(all, scored.parts[part][row])
    })
    return {
      base: [reason(BASE, Number.NaN, scored.parts.base[row])],
      rules: scored.hits.rules.flatMap((rule, r) =>
        scored.hits.hits[r][row] === 1
          ? [reason(rule.id, 1, ruleLogOdds(rule) * combiner.weights.rules)]
          : [],
      ),
      model: learned[0],
      anomaly: learned[1],
      network: learned[2],
    }
  })
}

const reason = (name: string, value: number, logOdds: number): ScoreReason => ({
  name,
  value,
  peerValue: Number.NaN,
  logOdds,
})

/** The largest by size, then `other`, so that they add up to `total`. */
function gather(all: ScoreReason[], total: number): ScoreReason[] {
  const telling = all.filter(({ logOdds }) => Math.abs(logOdds) >= DEFAULTS.least)
  telling.sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
  const named = telling.slice(0, DEFAULTS.named)
  const rest = total - named.reduce((sum, { logOdds }) => sum + logOdds, 0)
  return Math.abs(rest) < DEFAULTS.rounding ? named : [...named, reason(OTHER, Number.NaN, rest)]
}

/** One row's score with its reasons, as the contract has it. */
export function scoreOf(
  scored: Scored,
  reasons: RowReasons,
  row: number,
  subject: {
    readonly entity: Score['entity']
    readonly entityId: string
    readonly asOf: Date
    readonly band: Band
  },
): Score {
  return {
    ...subject,
    probability: scored.probability[row],
    logOdds: scored.logOdds[row],
    parts: SCORE_PARTS.map((part) => ({
      part,
      logOdds: scored.parts[part][row],
      reasons: reasons[part],
    })),
  }
}
