/** Every kind of scoring model by its name in a model file. A new kind is one line here. */
import { invalid, unknown } from '../errors.ts'
import type { FittedModel, Json, ModelFile, ModelKind } from '../model.ts'
import { peerGroupsFromJson } from './clusters/peer-groups.ts'
import { ensembleFromJson } from './ensemble.ts'
import { isolationForestFromJson } from './isolation-forest.ts'
import { linearFromJson } from './linear/linear.ts'
import { autoencoderFromJson } from './neural/autoencoder.ts'
import { meanForestFromJson } from './trees/mean-forest.ts'
import { treesFromJson } from './trees/trees.ts'

const KINDS: Readonly<Record<ModelKind, (file: ModelFile) => FittedModel>> = {
  trees: treesFromJson,
  decision_tree: meanForestFromJson,
  random_forest: meanForestFromJson,
  extra_trees: meanForestFromJson,
  linear: linearFromJson,
  ensemble: (file) => ensembleFromJson(file, restore),
  isolation_forest: isolationForestFromJson,
  autoencoder: autoencoderFromJson,
  peer_groups: peerGroupsFromJson,
}

/** The fitted model in a piece of JSON; UserError when it holds none that this release knows. */
export function restore(file: Json): FittedModel {
  const { kind, version, features, body } = isObject(file) ? file : {}
  const read = KINDS[kind as ModelKind]
  if (typeof kind !== 'string' || !read || !Object.hasOwn(KINDS, kind))
    throw unknown('model kind', kind ?? null, Object.keys(KINDS))
  if (typeof version !== 'number') throw invalid('model version', version ?? null, 'a number')
  if (!Array.isArray(features) || features.some((name) => typeof name !== 'string')) {
    throw invalid('model file', 'features', 'a list of names belongs here')
  }
  if (!isObject(body)) throw invalid('model file', 'body', 'an object belongs here')
  return read({ kind: kind as ModelKind, version, features: features as string[], body })
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
