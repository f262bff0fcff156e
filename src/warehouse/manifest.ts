/** What a snapshot says about itself: where it comes from, what it holds, and the hash that proves it. */
import { readFile } from 'node:fs/promises'
import { UserError, unknown } from '../errors.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export interface Manifest {
  readonly id: string
  readonly book: string
  /** The snapshot that it was copied from. */
  readonly parent: string | null
  /** ISO 8601, UTC. */
  readonly createdAt: string
  /** SHA-256 of the warehouse file. */
  readonly sha256: string
  readonly bytes: number
  /** Rows of every table, by `schema.table`. */
  readonly rows: Readonly<Record<string, number>>
  /** Version of the code that built it. */
  readonly code: string
  /** Hash of every definition that it was built with, by name. */
  readonly definitions: Readonly<Record<string, string>>
  readonly extra: Readonly<Record<string, Json>>
}

/** Reads a manifest. @throws UserError when there is none (404) or it is damaged (422). */
export async function readManifest(path: string, id: string): Promise<Manifest> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw unknown('snapshot', id)
    throw error
  }
  try {
    const manifest = JSON.parse(text) as Manifest
    if (manifest.id === id && /^[0-9a-f]{64}$/.test(manifest.sha256) && Number.isSafeInteger(manifest.bytes))
      return manifest
  } catch {
    // Falls through to the one message for all damage.
  }
  throw new UserError(
    `invalid manifest: ${JSON.stringify(path)} [damaged, restore it or roll back to another snapshot]`,
    422,
  )
}
