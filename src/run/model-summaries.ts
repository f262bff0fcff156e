/** The models of a book as its registry knows them, for the API. */
import type { FeatureView } from '../feature.ts'
import { modelRegistry } from '../models/registry.ts'
import { importanceOf, modelFolder } from './keep.ts'

/** Newest first; main models only, their companions belong to them. */
export async function modelSummaries(home: string, book: string, views: readonly FeatureView[]) {
  const registry = modelRegistry(modelFolder(home, book))
  const labels = new Map(
    views.flatMap((v) => Object.entries(v.features).map(([name, m]) => [name, m.meaning] as const)),
  )
  const mains = (await registry.list()).filter((id) => id.split('.')[1] === 'main')
  const summaries = await Promise.all(
    mains.map(async (id) => {
      const { entry, model, sha256 } = await registry.load(id)
      const importance = importanceOf(entry)
      return {
        modelId: id,
        task: entry.task,
        kind: model.kind,
        createdAt: entry.createdAt,
        snapshot: entry.training.snapshot,
        sha256,
        metrics: entry.metrics,
        features: model.features
          .map((name) => ({
            name,
            label: labels.get(name) ?? { en: name, zh: name },
            importance: importance[name] ?? 0,
          }))
          .sort((a, b) => b.importance - a.importance),
        isChampion: (await registry.champion(entry.task)) === id,
      }
    }),
  )
  return summaries.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
}
