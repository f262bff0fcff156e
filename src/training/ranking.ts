/** How well scores rank: ROC AUC, average precision, precision and recall in the top k, lift. */

/** Rows in order of falling score; rows of equal score share `tie`. */
export interface Ranked {
  readonly order: Int32Array
  /** Labels in that order. */
  readonly y: Float64Array
  /** Position after the last row of the tie that the row is in. */
  readonly tieEnd: Int32Array
}

/** Sorts once, so that many measures (and many bootstrap replicates) need no further sort. */
export function rank(score: Float64Array, y: Float64Array): Ranked {
  const order = Int32Array.from(score, (_, i) => i).sort((a, b) => score[b] - score[a] || a - b)
  const tieEnd = new Int32Array(order.length)
  for (let i = order.length - 1; i >= 0; i--) {
    const same = i + 1 < order.length && score[order[i]] === score[order[i + 1]]
    tieEnd[i] = same ? tieEnd[i + 1] : i + 1
  }
  return { order, y: Float64Array.from(order, (row) => y[row]), tieEnd }
}

/** Chance that a random positive ranks above a random negative, ties half. Weights are in ranked order. NaN without both. */
export function rocAuc({ y, tieEnd }: Ranked, weight?: Float64Array): number {
  let positives = 0
  let negatives = 0
  let area = 0
  for (let i = 0; i < y.length; ) {
    let p = 0
    let n = 0
    for (const end = tieEnd[i]; i < end; i++) {
      const w = weight ? weight[i] : 1
      p += w * y[i]
      n += w * (1 - y[i])
    }
    area += n * (positives + p / 2)
    positives += p
    negatives += n
  }
  return area / (positives * negatives)
}

/** Mean precision over the positives, in order of score (the step form, ties together). */
export function averagePrecision({ y, tieEnd }: Ranked, weight?: Float64Array): number {
  let positives = 0
  let seen = 0
  let sum = 0
  for (let i = 0; i < y.length; ) {
    let p = 0
    for (const end = tieEnd[i]; i < end; i++) {
      const w = weight ? weight[i] : 1
      p += w * y[i]
      seen += w
    }
    positives += p
    if (p > 0) sum += p * (positives / seen)
  }
  return sum / positives
}

/** Positives among the `k` highest; a tie across the border counts in proportion. */
export function hitsAt({ y, tieEnd }: Ranked, k: number, weight?: Float64Array): number {
  let hits = 0
  let taken = 0
  for (let i = 0; i < y.length && taken < k; ) {
    let p = 0
    let all = 0
    for (const end = tieEnd[i]; i < end; i++) {
      const w = weight ? weight[i] : 1
      p += w * y[i]
      all += w
    }
    if (all === 0) continue
    const share = Math.min(1, (k - taken) / all)
    hits += share * p
    taken += share * all
  }
  return hits
}

/** Share of positives among the `k` highest scores. */
export function precisionAt(ranked: Ranked, k: number, weight?: Float64Array): number {
  return hitsAt(ranked, k, weight) / Math.min(k, ranked.y.length)
}

/** Share of all positives that are among the `k` highest scores. */
export function recallAt(ranked: Ranked, k: number, weight?: Float64Array): number {
  let positives = 0
  for (let i = 0; i < ranked.y.length; i++) positives += (weight ? weight[i] : 1) * ranked.y[i]
  return hitsAt(ranked, k, weight) / positives
}

/** How many times more positives the top `share` of rows holds than rows taken at random. */
export function liftAt(ranked: Ranked, share: number, weight?: Float64Array): number {
  return recallAt(ranked, Math.max(1, Math.round(share * ranked.y.length)), weight) / share
}

/**
 * Normalised Gini of rates: the area between the equal line and the Lorenz curve of events against exposure in order of
 * falling rate, over the same for a perfect order. 1 is perfect, 0 is chance.
 */
export function gini(rate: Float64Array, events: Float64Array, exposure: Float64Array): number {
  const perfect = Float64Array.from(events, (count, i) => count / exposure[i])
  return lorenz(rate, events, exposure) / lorenz(perfect, events, exposure)
}

function lorenz(rate: Float64Array, events: Float64Array, exposure: Float64Array): number {
  const { order, tieEnd } = rank(rate, events)
  const [allEvents, allExposure] = [events, exposure].map((list) => list.reduce((a, b) => a + b, 0))
  let seen = 0
  let area = 0
  for (let i = 0; i < order.length; ) {
    let e = 0
    let x = 0
    for (const end = tieEnd[i]; i < end; i++) {
      e += events[order[i]] / allEvents
      x += exposure[order[i]] / allExposure
    }
    area += x * (seen + e / 2)
    seen += e
  }
  return 2 * area - 1
}
