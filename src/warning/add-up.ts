/** Forecasts of a signal's series made to add up where its parts are whole: all, its lines, and what the lines are made of. */
import { normalQuantile } from '../util/normal.ts'
import { DEFAULTS, type JudgedSeries } from './judge.ts'
import { reconcile, type TreeNode } from './reconcile.ts'
import { isAdditive, parentOf } from './series.ts'

/** By series: the shift of each forecast. Series whose parts do not add up to the whole are not in it. */
export type Shifts = ReadonlyMap<JudgedSeries, Float64Array>

/** Observed parts may differ by this share of the whole through rounding. */
const CLOSE = 1e-6

export function forecastsThatAddUp(judged: readonly JudgedSeries[]): Shifts {
  const out = new Map<JudgedSeries, Float64Array>()
  for (const name of new Set(judged.map(({ signal }) => signal.name))) {
    const family = judged.filter(({ signal }) => signal.name === name)
    const root = family.findIndex(({ series }) => series === 'all')
    if (root < 0 || family.length < 2 || !isAdditive(family[root].signal)) continue
    const places = new Map(family.map(({ series }, i) => [series, i]))
    const children: number[][] = family.map(() => [])
    family.forEach(({ series }, i) => {
      const parent = places.get(parentOf(series) ?? '')
      if (parent !== undefined) children[parent].push(i)
    })
    const spread = normalQuantile((1 + DEFAULTS.level) / 2)
    const { horizon } = DEFAULTS[family[root].signal.period]
    if (!family.every(({ ahead }) => ahead && ahead.expected.length === horizon)) continue
    // Deeper parts that are incomplete are left alone.
    const kept = children.map((list, i) => (addsUp(family, i, list) ? list : []))
    if (kept[root].length === 0) continue
    const shifts = family.map(() => new Float64Array(horizon))
    for (let h = 0; h < horizon; h++) {
      const nodes = family.map(({ ahead }, i): TreeNode => {
        const mean = ahead?.expected[h] ?? 0
        const deviation = ((ahead?.upper[h] ?? 0) - (ahead?.lower[h] ?? 0)) / (2 * spread)
        return {
          mean,
          variance: Math.max(deviation * deviation, 1e-9 + 1e-6 * mean * mean),
          children: kept[i],
        }
      })
      reconcile(nodes, root).forEach((mean, i) => {
        shifts[i][h] = mean - nodes[i].mean
      })
    }
    family.forEach((of, i) => {
      out.set(of, shifts[i])
    })
  }
  return out
}

function addsUp(family: readonly JudgedSeries[], parent: number, children: readonly number[]): boolean {
  if (children.length === 0) return false
  const { values, periods } = family[parent]
  if (children.some((child) => family[child].periods[0] !== periods[0])) return false
  return values.every((value, i) => {
    const sum = children.reduce((total, child) => total + family[child].values[i], 0)
    return Math.abs(sum - value) <= CLOSE * Math.max(1, Math.abs(value))
  })
}
