/** Which model file serves: the champion's, or the last good one when that is refused; with what was refused and why. */
import { UserError } from '../errors.ts'
import type { FeatureView } from '../feature.ts'
import type { Rule } from '../rule.ts'
import type { Entity } from '../schema/words.ts'
import { champions } from './champions.ts'
import { type KeptModels, readModels } from './keep.ts'

/** A model file that was not taken. */
export interface Refused {
  readonly modelId: string
  readonly reason: string
}

export interface Serving {
  readonly kept: KeptModels
  /** Those that should have served before it, the first choice first. */
  readonly refused: readonly Refused[]
}

/** What a model's files are read with. */
export interface Definitions {
  readonly entity: Entity
  readonly views: readonly FeatureView[]
  readonly rules: readonly Rule[]
}

/**
 * Reads the champion of a task. A file that is damaged, swapped or older than its definitions is passed over for the champion
 * before it, and so on.
 * @param wanted tried first where there is no champion yet, and last of all: the model that scored the snapshot.
 * @throws UserError (409) when no file of the task can be read, naming what is wrong with each.
 */
export async function readServing(
  home: string,
  book: string,
  task: string,
  wanted: string | null,
  definitions: Definitions,
): Promise<Serving> {
  const line = await champions(home, book).line(task)
  const refused: Refused[] = []
  for (const modelId of new Set([...line, ...(wanted === null ? [] : [wanted])])) {
    try {
      return { kept: await readModels(home, book, modelId, definitions), refused }
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      refused.push({ modelId, reason: error.message })
    }
  }
  throw new UserError(
    `missing model: ${task} [${refused.map(({ reason }) => reason).join('; ') || 'none was trained'}; run the book again]`,
    409,
  )
}
