/**
 * What a match line at each weight would mean: precision and recall estimated from the probabilities of the pairs, without a
 * label, and measured where the truth is known. Of pairs at probability p a share p matches, so the precision above a line is
 * the mean probability there, and the recall the part of all probability that lies above it.
 */
import type { Warehouse } from '../warehouse/index.ts'

const DEFAULTS = {
  /** Distance of the points, bits. */
  step: 0.5,
  /** Weights beyond are as good as certain, and share one point. */
  most: 40,
} as const

/** Points where a line could lie: every half bit that pairs reach, and the line itself. By falling weight. */
function points(least: number, most: number, line: number): number[] {
  const grid: number[] = []
  for (let at = Math.floor(least / DEFAULTS.step); at * DEFAULTS.step <= Math.min(most, DEFAULTS.most); at++)
    grid.push(at * DEFAULTS.step)
  const near = grid.filter((at) => Math.abs(at - line) > 1e-9)
  return [...near, line].sort((a, b) => b - a)
}

/**
 * Rewrites `core.linkage_curve` from `core.match`. Pairs that a conflict holds apart match at no line and are left out.
 * @param line the line in force, bits.
 * @param expected matches among all compared pairs by the model, those below the review line too; default what `core.match` holds.
 */
export async function writeCurve(warehouse: Warehouse, line: number, expected = 0): Promise<void> {
  await warehouse.execute('delete from core.linkage_curve')
  const { columns } = await warehouse.columns(
    'select coalesce(min(match_weight), 0) as least, coalesce(max(match_weight), 0) as most from core.match where not is_vetoed',
    { least: 'f64', most: 'f64' },
  )
  const at = points(columns.least[0], columns.most[0], line)
  await warehouse.execute(`
    insert into core.linkage_curve (match_weight, match_probability, pairs, precision_estimated, recall_estimated, is_line)
    with pair as (select match_weight as w, match_probability as p from core.match where not is_vetoed),
    total as (select greatest(coalesce(sum(p), 0), ${Number.isFinite(expected) ? expected : 0}) as matches from pair),
    point as (select unnest([${at.map((x) => x.toFixed(6)).join(', ')}]::double[]) as t)
    select t, 1 / (1 + pow(2, -t)), count(w), avg(p), coalesce(sum(p), 0) / nullif(any_value(matches), 0), abs(t - ${line.toFixed(6)}) < 1e-6
    from point cross join total left join pair on w >= t
    group by t order by t desc`)
}

/** Fills in what the line would have meant by the truth: party_id to the true person; parties without one are left out. */
export async function judgeCurve(warehouse: Warehouse, truth: ReadonlyMap<string, string>): Promise<void> {
  await warehouse.execute('create or replace table staging.link_truth (party_id varchar, person varchar)')
  await warehouse.append('staging.link_truth', { party_id: [...truth.keys()], person: [...truth.values()] })
  await warehouse.execute(`
    update core.linkage_curve as c set precision_true = j.precision, recall_true = j.recall from (
      with pair as (
        select m.match_weight as w, (a.person = b.person)::integer as is_true from core.match m
        join staging.link_truth a on a.party_id = m.party_id_l join staging.link_truth b on b.party_id = m.party_id_r where not m.is_vetoed
      ), total as (select sum(n * (n - 1) / 2)::double as pairs from (select count(*) as n from staging.link_truth group by person))
      select match_weight as t, avg(is_true) as precision, coalesce(sum(is_true), 0) / nullif(any_value(total.pairs), 0) as recall
      from core.linkage_curve cross join total left join pair on w >= match_weight group by match_weight
    ) j where j.t = c.match_weight;
    drop table staging.link_truth`)
}

/** What a line at a weight would mean; the measures by the truth are null where it is not known. */
export interface CurvePoint {
  readonly match_weight: number
  readonly match_probability: number
  readonly pairs: number
  readonly precision_estimated: number | null
  readonly recall_estimated: number | null
  readonly precision_true: number | null
  readonly recall_true: number | null
  readonly is_line: boolean
}

/** The curve by falling weight: every fourth bit, and the line in force. */
export async function readCurve(warehouse: Warehouse): Promise<CurvePoint[]> {
  const points = await warehouse.db
    .selectFrom('core.linkage_curve')
    .selectAll()
    .orderBy('match_weight', 'desc')
    .execute()
  return points.filter((point) => point.is_line || point.match_weight % 4 === 0)
}
