/**
 * Bursts: events that crowd in place and time beyond what the place and the season bring. Crowds are found by density; each is held
 * against the crowds that the same search finds when the times are shuffled over the places, so that the search itself is paid for.
 *
 * Reference: Birant and Kut (2007), "ST-DBSCAN"; Kulldorff, Heffernan, Hartman, Assunção and Mostashari (2005), "A space-time
 * permutation scan statistic for disease outbreak detection"; Storey and Tibshirani (2003) for the share of false ones.
 */
import { densityClusters } from '../models/clusters/density.ts'
import { random } from '../util/random.ts'

/** Events whose times could be each other's: one line of business, or one kind of provider. */
export interface Stratum {
  readonly name: string
  /** Place, in units of the radius in place. */
  readonly x: Float64Array
  readonly y: Float64Array
  /** Time, in units of the radius in time. */
  readonly t: Float64Array
  /** Whole numbers; only events of the same kind crowd. Default one kind. */
  readonly kind?: Int32Array
}

export interface BurstOptions {
  /** Events within the radius that make a crowd. */
  readonly minEvents: number
  /** Strata with fewer events are left out. */
  readonly minStratum: number
  /** Bursts of which more would be false are left out. */
  readonly maxFalse: number
  readonly seed: number
}

const DEFAULTS: BurstOptions = { minEvents: 4, minStratum: 30, maxFalse: 0.25, seed: 1 }

/** Shuffled books: as many as this number of events is worth, within bounds. */
const SHUFFLED_EVENTS = 80_000
const SHUFFLES = { least: 9, most: 39 } as const

export interface Burst {
  /** Position of the stratum. */
  readonly stratum: number
  /** Positions within the stratum. */
  readonly members: Int32Array
  /** Middle and reach in place, first and last moment; units of the stratum. */
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly from: number
  readonly to: number
  readonly expected: number
  /** Log likelihood ratio. */
  readonly statistic: number
  readonly p: number
  readonly q: number
}

export interface BurstSearch {
  /** The strongest first. */
  readonly bursts: readonly Burst[]
  /** Crowds that were looked at. */
  readonly candidates: number
  readonly shuffles: number
}

type Candidate = Omit<Burst, 'p' | 'q' | 'stratum'>

/** Searches all strata as one book. */
export function searchBursts(strata: readonly Stratum[], options: Partial<BurstOptions> = {}): BurstSearch {
  const { minEvents, minStratum, maxFalse, seed } = { ...DEFAULTS, ...options }
  const used = strata.flatMap((stratum, at) =>
    stratum.t.length >= minStratum ? [{ at, places: placesOf(stratum) }] : [],
  )
  const total = used.reduce((sum, { places }) => sum + places.x.length, 0)
  const shuffles = Math.max(
    SHUFFLES.least,
    Math.min(SHUFFLES.most, Math.round(SHUFFLED_EVENTS / Math.max(1, total))),
  )
  const found = used.flatMap(({ at, places }) =>
    candidatesOf(places, strata[at].t, minEvents).map((candidate) => ({ ...candidate, stratum: at })),
  )
  const rng = random(seed).fork('bursts')
  const chance: number[] = []
  const strongest: number[] = []
  if (found.length > 0)
    for (let k = 0; k < shuffles; k++) {
      let most = 0
      for (const { at, places } of used) {
        const t = Float64Array.from(rng.shuffle([...strata[at].t]))
        for (const { statistic } of candidatesOf(places, t, minEvents)) {
          chance.push(statistic)
          most = Math.max(most, statistic)
        }
      }
      strongest.push(most)
    }
  chance.sort((a, b) => b - a)
  found.sort((a, b) => b.statistic - a.statistic || a.stratum - b.stratum || a.from - b.from)
  let above = 0
  const judged = found.map((candidate, i): Burst => {
    while (above < chance.length && chance[above] >= candidate.statistic) above++
    // One more on top: so few shuffled books cannot say that there is none.
    const p = (1 + strongest.filter((s) => s >= candidate.statistic).length) / (shuffles + 1)
    return { ...candidate, p, q: Math.min(1, (above + 1) / (shuffles + 1) / (i + 1)) }
  })
  // A stronger burst is never the more likely false one.
  let least = 1
  const bursts = judged
    .reverse()
    .map((burst) => {
      least = Math.min(least, burst.q)
      return { ...burst, q: least }
    })
    .reverse()
    .filter(({ q }) => q <= maxFalse)
  return { bursts: distinct(bursts), candidates: found.length, shuffles }
}

/** Leaves out what lies for the most part within a stronger one. */
function distinct(bursts: readonly Burst[]): Burst[] {
  const taken = new Set<string>()
  return bursts.filter(({ stratum, members }) => {
    const keys = Array.from(members, (i) => `${stratum}/${i}`)
    if (2 * keys.filter((key) => taken.has(key)).length > keys.length) return false
    for (const key of keys) taken.add(key)
    return true
  })
}

/** Places of a stratum in the order of x, so that a circle is looked up in a strip. */
interface Places {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly kind: Int32Array | undefined
  /** East, with the kinds so far from each other that none is near another. */
  readonly apart: Float64Array
  readonly byX: Int32Array
  readonly sortedX: Float64Array
}

function placesOf({ x, y, kind }: Stratum): Places {
  const reach = x.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
  const apart = kind ? x.map((v, i) => v + kind[i] * (2 * reach + 4)) : x
  const byX = Int32Array.from({ length: x.length }, (_, i) => i).sort((a, b) => x[a] - x[b])
  return { x, y, kind, apart, byX, sortedX: Float64Array.from(byX, (i) => x[i]) }
}

/** Crowds with more events than expected, each with everything within its circle and time. */
function candidatesOf(places: Places, t: Float64Array, minEvents: number): Candidate[] {
  const { x, y, kind, apart } = places
  const labels = densityClusters([apart, y, t], { radius: 1, minPoints: minEvents })
  const groups: number[][] = []
  labels.forEach((label, i) => {
    if (label < 0) return
    while (groups.length <= label) groups.push([])
    groups[label].push(i)
  })
  const sortedT = Float64Array.from(t).sort()
  const n = t.length
  return groups.flatMap((group) => {
    const middle = (list: Float64Array) => group.reduce((sum, i) => sum + list[i], 0) / group.length
    const [cx, cy] = [middle(x), middle(y)]
    const radius = Math.sqrt(Math.max(...group.map((i) => (x[i] - cx) ** 2 + (y[i] - cy) ** 2))) + 1e-6
    const [from, to] = [Math.min(...group.map((i) => t[i])), Math.max(...group.map((i) => t[i]))]
    let around = 0
    const members: number[] = []
    for (let k = firstAtLeast(places.sortedX, cx - radius); k < n && places.sortedX[k] <= cx + radius; k++) {
      const i = places.byX[k]
      if (kind && kind[i] !== kind[group[0]]) continue
      if ((x[i] - cx) ** 2 + (y[i] - cy) ** 2 > radius * radius) continue
      around++
      if (t[i] >= from && t[i] <= to) members.push(i)
    }
    const during = firstAtLeast(sortedT, to + 1e-9) - firstAtLeast(sortedT, from)
    const expected = (around * during) / n
    const count = members.length
    if (count <= expected) return []
    const rest = n - count
    const statistic =
      count * Math.log(count / expected) + (rest > 0 ? rest * Math.log(rest / (n - expected)) : 0)
    return [
      {
        members: Int32Array.from(members.sort((a, b) => t[a] - t[b])),
        x: cx,
        y: cy,
        radius,
        from,
        to,
        expected,
        statistic,
      },
    ]
  })
}

/** Position of the first value that is not below. */
function firstAtLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
