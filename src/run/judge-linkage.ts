/** Judges linkage where a book's files say who is who. Nothing that linked has seen it: it is read here, after the fact. */
import {
  type CurvePoint,
  evaluatePairs,
  judgeCurve,
  type PairwiseScore,
  readCurve,
} from '../linkage/index.ts'
import { exact, type RunContext } from './context.ts'

/** How well the lists were linked, and what other lines would have meant by the truth. */
export interface LinkageJudgement {
  readonly lists: Readonly<Record<string, PairwiseScore>>
  readonly curve: readonly CurvePoint[]
}

/** Pairwise precision, recall and F1 of each list, into the metrics and by name. */
export async function judgeLinkage({
  book,
  warehouse,
  dataDirectory,
  metrics,
}: RunContext): Promise<LinkageJudgement> {
  if (!book.truth || !dataDirectory) return { lists: {}, curve: [] }
  const { columns } = await warehouse.columns('select party_id, entity_id from core.entity', {
    party_id: 'string',
    entity_id: 'string',
  })
  const found = new Map(columns.party_id.map((id, i) => [String(id), String(columns.entity_id[i])]))
  const scores: Record<string, PairwiseScore> = {}
  const all = new Map<string, string>()
  for (const { name, persons } of await book.truth(dataDirectory)) {
    const score = evaluatePairs(found, persons)
    scores[name] = score
    for (const [party, person] of persons) all.set(party, `${name}/${person}`)
    metrics[`${name}_precision`] = exact(score.precision)
    metrics[`${name}_recall`] = exact(score.recall)
    metrics[`${name}_f1`] = exact(score.f1)
  }
  await judgeCurve(warehouse, all)
  return { lists: scores, curve: await readCurve(warehouse) }
}
