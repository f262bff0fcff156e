/** Model files as the desk reads them: checked once, and again only when the file on the disk is another one. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import { type LoadedModel, modelRegistry } from '../models/registry.ts'

/** Folder of a book's model files. */
export const modelFolder = (home: string, book: string): string => join(home, 'books', book, 'models')

export const DEFAULTS = {
  /** Files remembered. */
  remembered: 64,
} as const

export interface ModelFiles {
  /** Ids of all models, companions too. */
  all(): Promise<string[]>
  path(id: string): string
  /** Ids of all main models; the id ends in the snapshot's, so that they sort by time within a task. */
  mains(): Promise<string[]>
  /** @throws UserError when the file is refused. */
  load(id: string): Promise<LoadedModel>
  /** The model, or why it is refused. */
  look(id: string): Promise<LoadedModel | { readonly refused: string }>
}

const remembered = new Map<string, { readonly stamp: string; readonly loaded: Promise<LoadedModel> }>()

/** The model files of a book. */
export function modelFiles(home: string, book: string): ModelFiles {
  const registry = modelRegistry(modelFolder(home, book))
  const load = async (id: string) => {
    const path = registry.path(id)
    const found = await stat(path).catch(() => undefined)
    const stamp = found ? `${found.mtimeMs} ${found.size}` : 'none'
    const held = remembered.get(path)
    if (held?.stamp === stamp) return held.loaded
    const loaded = registry.load(id)
    remembered.delete(path)
    remembered.set(path, { stamp, loaded })
    for (const old of remembered.keys()) {
      if (remembered.size <= DEFAULTS.remembered) break
      remembered.delete(old)
    }
    return loaded
  }
  return {
    all: () => registry.list(),
    path: registry.path,
    mains: async () => (await registry.list()).filter((id) => id.split('.')[1] === 'main'),
    load,
    async look(id) {
      try {
        return await load(id)
      } catch (error) {
        if (error instanceof UserError) return { refused: error.message }
        throw error
      }
    },
  }
}
