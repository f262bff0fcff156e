/** Two models of a task held against each other: on rows that neither learned from, and on scores given since. */
import type { Task } from '../book.ts'
import type { ModelEntry } from '../models/registry.ts'
import { type Comparison, compareModels, compareRates } from '../monitoring/index.ts'
import { logistic } from '../score.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { countsBy, outcomesBy } from './outcomes.ts'

export interface ModelComparison {
  readonly champion: string
  readonly challenger: string
  /** On rows held out from both; null where too few outcomes are shared. */
  readonly heldOut: Comparison | null
  /** On rows that both scored, one of them in the shadow, before the outcome was known. */
  readonly since: Comparison | null
}

/** Compares by the outcomes that are known at `knownAt`. */
export async function compareKept(
  warehouse: Warehouse,
  task: Task,
  champion: ModelEntry,
  challenger: ModelEntry,
  knownAt: Date,
  seed = 1,
): Promise<ModelComparison> {
  const compare = task.objective === 'binary' ? compareChances : compareKeptRates
  const found = await compare(warehouse, task, [champion, challenger], knownAt, seed)
  return { champion: champion.id, challenger: challenger.id, ...found }
}

type Found = Pick<ModelComparison, 'heldOut' | 'since'>
type Both<T> = readonly [T, T]
type Scores = ReadonlyMap<string, number>

async function compareChances(
  warehouse: Warehouse,
  task: Task,
  entries: Both<ModelEntry>,
  knownAt: Date,
  seed: number,
): Promise<Found> {
  const outcomes = await outcomesBy(warehouse, task, knownAt)
  const given = async (modelId: string): Promise<Scores> => {
    const rows = await warehouse.db
      .selectFrom('score.given')
      .where('entity', '=', task.entity)
      .where('model_id', '=', modelId)
      .select(['entity_id', 'probability'])
      .execute()
    return new Map(rows.map((row) => [row.entity_id, row.probability]))
  }
  const on = (scores: Both<Scores>) => {
    const { ids, a, b } = shared(scores, outcomes)
    return compareModels(
      a,
      b,
      Float64Array.from(ids, (id) => outcomes.get(id) ?? Number.NaN),
      seed,
    )
  }
  const [first, second] = entries
  return {
    heldOut: on([heldOutScores(first, logistic), heldOutScores(second, logistic)]),
    since: on([await given(first.id), await given(second.id)]),
  }
}

/** Rates by the counts and the exposure of today; scores that were given are kept of yes or no alone. */
async function compareKeptRates(
  warehouse: Warehouse,
  task: Task,
  [first, second]: Both<ModelEntry>,
  knownAt: Date,
  seed: number,
): Promise<Found> {
  const counts = await countsBy(warehouse, task, knownAt)
  const { ids, a, b } = shared([heldOutScores(first, Math.exp), heldOutScores(second, Math.exp)], counts)
  const list = (of: 'count' | 'exposure') =>
    Float64Array.from(ids, (id) => counts.get(id)?.[of] ?? Number.NaN)
  return {
    heldOut: compareRates(a, b, { count: list('count'), exposure: list('exposure') }, seed),
    since: null,
  }
}

const heldOutScores = ({ heldOut }: ModelEntry, of: (margin: number) => number): Scores =>
  new Map(heldOut?.ids.map((id, i) => [id, of(heldOut.margins[i])]))

/** Scores of the entities that both scored and whose outcome is known. */
function shared([a, b]: Both<Scores>, known: ReadonlyMap<string, unknown>) {
  const ids = [...a.keys()].filter((id) => b.has(id) && known.has(id))
  const of = (from: Scores) => Float64Array.from(ids, (id) => from.get(id) ?? Number.NaN)
  return { ids, a: of(a), b: of(b) }
}
