/** The demo book's files: written once, by seed and size. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generateBook } from '../synthetic/index.ts'
import type { OnProgress } from '../util/progress.ts'
import { demoFolders } from './options.ts'

/** Grows when the generator writes other files for the same seed and size. */
const EDITION = 3

export interface DemoOptions {
  readonly seed: number
  /** Claims; default 12,000. */
  readonly claims?: number
  readonly onProgress: OnProgress
}

/**
 * Writes the demo files unless those of this seed, size and edition are there, and says whether it wrote. An interrupted writing leaves
 * nothing behind.
 */
export async function ensureDemo(
  home: string,
  { seed, claims = 12_000, onProgress }: DemoOptions,
): Promise<boolean> {
  const folders = demoFolders(home)
  const root = dirname(folders.data)
  const stamp = JSON.stringify({ seed, claims, edition: EDITION })
  const stampFile = join(root, 'stamp.json')
  if (existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === stamp) return false
  const draft = `${root}.new`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  await generateBook({
    directory: join(draft, 'files'),
    answerKeyDirectory: join(draft, 'answer-key'),
    seed,
    claims,
    onProgress,
  })
  await writeFile(join(draft, 'stamp.json'), stamp)
  await rm(root, { recursive: true, force: true })
  await rename(draft, root)
  return true
}
