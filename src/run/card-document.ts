/** A model's card as one document: what its file says of it, put in order; and the same as Markdown. */
import type { FeatureView } from '../feature.ts'
import type { LoadedModel, ModelEntry } from '../models/registry.ts'
import type { Text } from '../util/text.ts'
import type { ModelCard } from './card.ts'
import { importanceOf, keptCard } from './keep.ts'

export interface CardDocument
  extends Pick<ModelEntry, 'task' | 'createdAt' | 'seed' | 'code' | 'recipe' | 'metrics'> {
  readonly modelId: string
  readonly kind: string
  readonly sha256: string
  readonly isChampion: boolean
  readonly training: ModelEntry['training']
  readonly features: readonly {
    readonly name: string
    readonly label: Text
    readonly hash: string
    /** Mean size of its contribution, in margin. */
    readonly importance: number
  }[]
  /** Null for a model that was trained without one. */
  readonly card: ModelCard | null
}

export function cardDocument(
  { entry, model, sha256 }: LoadedModel,
  views: readonly FeatureView[],
  isChampion: boolean,
): CardDocument {
  const labels = new Map(
    views.flatMap((view) => Object.entries(view.features).map(([name, m]) => [name, m.meaning] as const)),
  )
  const importance = importanceOf(entry)
  return {
    modelId: entry.id,
    task: entry.task,
    kind: model.kind,
    createdAt: entry.createdAt,
    seed: entry.seed,
    code: entry.code,
    recipe: entry.recipe,
    sha256,
    isChampion,
    training: entry.training,
    metrics: entry.metrics,
    features: entry.features
      .map(({ name, hash }) => ({
        name,
        label: labels.get(name) ?? { en: name, zh: name },
        hash,
        importance: importance[name] ?? 0,
      }))
      .sort((a, b) => b.importance - a.importance),
    card: keptCard(entry),
  }
}
