/** Finds the files of a source in the data folder, and in archives there. */
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { dataMembers } from './unpack.ts'

/**
 * Paths relative to `folder` that match `pattern`: `*` stands for any run of characters within a name, case does not matter,
 * `/` parts folders. A name may have `.gz` or `.zip` behind it or in place of its ending. An archive counts as its members,
 * `name.zip/member.csv`: those that match the pattern's last part, else those that end like it, else all. Sorted, so that a run takes files in the same order every time.
 */
export function findFiles(folder: string, pattern: string): string[] {
  return within(folder, '', pattern.split('/')).sort()
}

function within(folder: string, parent: string, [part, ...rest]: readonly string[]): string[] {
  const matcher = like(part)
  const extension = /\.[^.*]+$/.exec(part)?.[0] ?? ''
  const wrapped = like(part, extension)
  return entries(join(folder, parent)).flatMap(({ name, isFolder }) => {
    const path = parent === '' ? name : `${parent}/${name}`
    if (isFolder) return rest.length > 0 && matcher.test(name) ? within(folder, path, rest) : []
    if (!matcher.test(name) && !wrapped.test(name)) return []
    const members = membersOf(join(folder, path))
    if (rest.length > 0) {
      // The archive stands where the pattern has a folder: the rest of the pattern is about its members.
      const inner = like(rest.join('/'))
      return members.filter((member) => inner.test(member)).map((member) => `${path}/${member}`)
    }
    if (members.length === 0) return [path]
    const tests = [matcher, wrapped, like(`*${extension}`), like('*')]
    const fitting = tests
      .map((test) => members.filter((member) => test.test(basename(member))))
      .find((some) => some.length > 0)
    return (fitting ?? members).map((member) => `${path}/${member}`)
  })
}

/** A pattern as an expression; with an `extension` it is that of the names that a wrapping gives: `.gz` behind or in its place. */
function like(pattern: string, extension?: string): RegExp {
  const spelled = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')
  if (extension === undefined) return new RegExp(`^${spelled(pattern)}$`, 'i')
  const stem = pattern.slice(0, pattern.length - extension.length)
  return new RegExp(`^${spelled(stem)}(${spelled(extension)})?\\.(gz|zip)$`, 'i')
}

function membersOf(path: string): string[] {
  return dataMembers(path).map((member) => member.name)
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
