/** The models of a book as its registry knows them, for the API. */
import type { FeatureView } from '../feature.ts'
import { champions } from './champions.ts'
import { importanceOf } from './keep.ts'
import { modelFiles } from './model-files.ts'

export const DEFAULTS = {
  /** Models shown of a task besides its champion, the newest. */
  shown: 12,
} as const

/** Newest first; main models only, their companions belong to them. Files that are refused are left to the life of the models. */
export async function modelSummaries(home: string, book: string, views: readonly FeatureView[]) {
  const files = modelFiles(home, book)
  const labels = new Map(
    views.flatMap((v) => Object.entries(v.features).map(([name, m]) => [name, m.meaning] as const)),
  )
  const history = await champions(home, book).history()
  const champion = new Map(history.map(({ task, modelId }) => [task, modelId]))
  const appointed = new Set(history.map(({ modelId }) => modelId))
  const summaries = await Promise.all(
    newest(await files.mains(), new Set(champion.values())).map(async (id) => {
      const found = await files.look(id)
      if ('refused' in found) return []
      const { entry, model, sha256 } = found
      const importance = importanceOf(entry)
      const isChampion = champion.get(entry.task) === id
      return [
        {
          modelId: id,
          task: entry.task,
          kind: model.kind,
          createdAt: entry.createdAt,
          snapshot: entry.training.snapshot,
          code: entry.code,
          recipe: entry.recipe,
          sha256,
          metrics: entry.metrics,
          features: model.features
            .map((name) => ({
              name,
              label: labels.get(name) ?? { en: name, zh: name },
              importance: importance[name] ?? 0,
            }))
            .sort((a, b) => b.importance - a.importance),
          isChampion,
          role: isChampion
            ? ('champion' as const)
            : appointed.has(id)
              ? ('former' as const)
              : ('challenger' as const),
        },
      ]
    }),
  )
  return summaries.flat().sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
}

/** The newest of every task, and those that must not be missing. */
function newest(ids: readonly string[], always: ReadonlySet<string>): string[] {
  const byTask = new Map<string, string[]>()
  for (const id of ids) {
    const [task] = id.split('.')
    byTask.set(task, [...(byTask.get(task) ?? []), id])
  }
  return [
    ...new Set([
      ...[...byTask.values()].flatMap((list) => list.slice(-DEFAULTS.shown)),
      ...ids.filter((id) => always.has(id)),
    ]),
  ]
}
