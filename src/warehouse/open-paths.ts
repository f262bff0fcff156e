/** Which files this process has open: the system's locks hold between processes only, and not within one. */
import { realpathSync } from 'node:fs'
import { UserError } from '../errors.ts'

const readers = new Map<string, number>()
const writers = new Set<string>()

/**
 * Notes that `path` is open, and gives the function that ends it.
 * @throws UserError (409) when this process has it open for writing, or wants to write what it reads.
 */
export function claimPath(path: string, mode: 'read' | 'write'): () => void {
  let real = path
  try {
    real = realpathSync(path)
  } catch {
    // A missing file is reported by whoever opens it.
  }
  if (writers.has(real) || (mode === 'write' && readers.has(real))) {
    throw new UserError(`invalid warehouse: ${JSON.stringify(path)} [already open in this process]`, 409)
  }
  if (mode === 'write') writers.add(real)
  else readers.set(real, (readers.get(real) ?? 0) + 1)
  let held = true
  return () => {
    if (!held) return
    held = false
    const left = (readers.get(real) ?? 0) - 1
    if (mode === 'write') writers.delete(real)
    else if (left > 0) readers.set(real, left)
    else readers.delete(real)
  }
}
