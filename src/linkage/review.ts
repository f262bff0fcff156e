/** Which pairs people are asked about: many near the line, some clear ones, each drawn by a chance that is known. */
import type { Warehouse } from '../warehouse/index.ts'
import type { Stratum } from './verdict.ts'

const DEFAULTS = {
  /** Pairs further above the line than this are clear, bits. */
  clearBits: 8,
  /** Pairs drawn from each bit of weight near the line. */
  nearPairs: 12,
  /** Pairs drawn from those that are clearly one: they are most of what lies above a line. */
  samePairs: 80,
  /** Pairs drawn from each of the others. */
  otherPairs: 30,
  /** The first so many pairs are the same for every reviewer, then the next: what two have judged overlaps. */
  batch: 30,
} as const

/** Pairs of nearly one weight, of which some are drawn. */
export interface ReviewBin {
  readonly stratum: Stratum
  /** Lower edge, bits; the highest bin is open above. */
  readonly from: number
  readonly pairs: number
}

/** A pair that was drawn. */
export interface DrawnPair {
  readonly partyIdL: string
  readonly partyIdR: string
  readonly matchWeight: number
  /** Place in `bins`. */
  readonly bin: number
  readonly stratum: Stratum
  readonly inclusion: number
}

export interface ReviewDraw {
  /** The line in force, bits. */
  readonly line: number
  readonly bins: readonly ReviewBin[]
  /** In an order of their own that no weight can be read from. */
  readonly pairs: readonly DrawnPair[]
}

/** The line that a snapshot was linked with, bits; undefined when nothing was linked. */
export async function lineOf(warehouse: Warehouse): Promise<number | undefined> {
  const { columns, rows } = await warehouse.columns(
    'select match_weight as line from core.linkage_curve where is_line',
    { line: 'f64' },
  )
  return rows > 0 ? columns.line[0] : undefined
}

const mostOf = (stratum: Stratum): number => {
  if (stratum === 'near') return DEFAULTS.nearPairs
  return stratum === 'clear_same' ? DEFAULTS.samePairs : DEFAULTS.otherPairs
}

/**
 * Draws pairs of `core.match`. A pair keeps its place in the order of the hash from run to run, so that work on a queue is not
 * lost with the next snapshot.
 */
export async function drawReviews(warehouse: Warehouse, line: number, seed = 1): Promise<ReviewDraw> {
  const clear = line + DEFAULTS.clearBits
  const salt = Math.floor(seed)
  const { columns, rows } = await warehouse.columns(
    `with placed as (
      select party_id_l as l, party_id_r as r, match_weight as w,
        case when is_vetoed and match_weight < ${line} then 'clear_different' when is_vetoed then 'held_apart'
          when match_weight >= ${clear} then 'clear_same' else 'near' end as stratum,
        hash(party_id_l, party_id_r, ${salt}) as h
      from core.match
    ), binned as (
      select *, case stratum when 'near' then floor(w) when 'clear_same' then ${clear} else -1000 end as low from placed
    ), ranked as (
      select *, count(*) over part as pairs, row_number() over (partition by stratum, low order by h, l, r) as place
      from binned window part as (partition by stratum, low)
    )
    select l, r, w, stratum, low, pairs from ranked
    where place <= case stratum when 'near' then ${mostOf('near')} when 'clear_same' then ${mostOf('clear_same')} else ${mostOf('held_apart')} end
    order by h, l, r`,
    { l: 'string', r: 'string', w: 'f64', stratum: 'string', low: 'f64', pairs: 'f64' },
  )
  const bins: ReviewBin[] = []
  const at = new Map<string, number>()
  const pairs: DrawnPair[] = []
  for (let i = 0; i < rows; i++) {
    const stratum = columns.stratum[i] as Stratum
    const key = `${stratum} ${columns.low[i]}`
    let bin = at.get(key)
    if (bin === undefined) {
      bin = bins.push({ stratum, from: columns.low[i], pairs: columns.pairs[i] }) - 1
      at.set(key, bin)
    }
    pairs.push({
      partyIdL: String(columns.l[i]),
      partyIdR: String(columns.r[i]),
      matchWeight: columns.w[i],
      bin,
      stratum,
      inclusion: Math.min(1, mostOf(stratum) / columns.pairs[i]),
    })
  }
  return { line, bins, pairs }
}

/**
 * The order in which a reviewer meets the pairs: batch by batch the same ones for everybody, within a batch shuffled by
 * `shuffle`, which gives a number for a pair that depends on the reviewer.
 */
export function reviewOrder(
  pairs: readonly DrawnPair[],
  shuffle: (pair: DrawnPair) => number,
): readonly DrawnPair[] {
  return pairs
    .map((pair, i) => ({ pair, batch: Math.floor(i / DEFAULTS.batch), key: shuffle(pair) }))
    .sort((a, b) => a.batch - b.batch || a.key - b.key)
    .map(({ pair }) => pair)
}
