/** Finds the files of a source in the data folder. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Format } from '../source.ts'

/**
 * Paths relative to `folder` that match `pattern`: `*` stands for any run of characters within a name, case does not matter,
 * `/` parts folders. Sorted, so that a run takes files in the same order every time.
 */
export function findFiles(folder: string, pattern: string, _format: Format = 'csv'): string[] {
  let found = ['']
  const parts = pattern.split('/')
  parts.forEach((part, depth) => {
    const matcher = new RegExp(`^${part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i')
    found = found.flatMap((parent) =>
      entries(join(folder, parent))
        .filter((entry) => entry.isFolder === depth < parts.length - 1 && matcher.test(entry.name))
        .map((entry) => (parent === '' ? entry.name : `${parent}/${entry.name}`)),
    )
  })
  return found.sort()
}

function entries(folder: string): { name: string; isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
    }))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
