/**
 * Immutable snapshots of a book's warehouse. A build works on a private file; publishing moves it in place and turns the
 * `current` pointer in one atomic rename, so a crash at any moment leaves readers with the snapshot they had.
 */
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { UserError } from '../errors.ts'
import type { Database } from '../schema/database.ts'
import { takeLock } from './build-lock.ts'
import { replaceFile } from './durable.ts'
import { sha256File } from './hash.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { type OpenOptions, openWarehouse, type Warehouse } from './open.ts'
import { type BuildOptions, beginBuild, type OnStep, type SnapshotBuild } from './snapshot-build.ts'
import { snapshotLayout } from './snapshot-layout.ts'

interface Verification {
  readonly id: string
  readonly ok: boolean
  readonly problems: readonly string[]
}

interface OpenSnapshotOptions extends Omit<OpenOptions, 'path' | 'mode'> {
  /** Recomputes the SHA-256 first; by default only the size is checked. */
  readonly verify?: boolean
}

export interface OpenedSnapshot<DB = Database> {
  readonly warehouse: Warehouse<DB>
  readonly manifest: Manifest
}

export interface Snapshots {
  /** Starts a build. @throws UserError (409) while another build of the book runs. */
  begin<DB = Database>(options: BuildOptions): Promise<SnapshotBuild<DB>>
  /** Manifest of the current snapshot; undefined before the first one. */
  current(): Promise<Manifest | undefined>
  /** Manifests of all snapshots, oldest first. */
  list(): Promise<Manifest[]>
  /** Makes an earlier (or later) snapshot current, after verifying it. */
  rollback(id: string): Promise<Manifest>
  /** Removes all but the newest `keep` snapshots and the current one; gives the ids removed. */
  prune(options: { readonly keep: number }): Promise<string[]>
  /** Compares size and SHA-256 of a snapshot (default the current one) with its manifest. */
  verify(id?: string): Promise<Verification>
  /** Opens the current snapshot for reading. @throws UserError when there is none (404) or it is damaged (422). */
  openCurrent<DB = Database>(options?: OpenSnapshotOptions): Promise<OpenedSnapshot<DB>>
  /** Opens any snapshot for reading. */
  open<DB = Database>(id: string, options?: OpenSnapshotOptions): Promise<OpenedSnapshot<DB>>
  /** Path of a snapshot's warehouse file. */
  path(id: string): string
}

/** The snapshots of one book under `<home>/books/<book>/`. `onStep` is called before each step that touches the disk. */
export function snapshots(
  home: string,
  book: string,
  { onStep = () => {} }: { onStep?: OnStep } = {},
): Snapshots {
  const layout = snapshotLayout(home, book)
  const none = (): UserError =>
    new UserError(`missing snapshot: ${JSON.stringify(book)} [run its pipelines first]`, 404)
  const manifestOf = (id: string) => readManifest(layout.manifest(id), id)

  const currentId = async (): Promise<string | undefined> => {
    const text = await readFile(layout.current, 'utf8').catch(ignoreMissing)
    return text?.trim()
  }

  const current = async (): Promise<Manifest | undefined> => {
    const id = await currentId()
    return id === undefined ? undefined : manifestOf(id)
  }

  const verify = async (id?: string): Promise<Verification> => {
    const chosen = id ?? (await currentId())
    if (chosen === undefined) throw none()
    const manifest = await manifestOf(chosen)
    const problems = await sizeProblems(layout.file(chosen), manifest)
    if (problems.length === 0 && (await sha256File(layout.file(chosen))) !== manifest.sha256) {
      problems.push('the SHA-256 differs from the manifest')
    }
    return { id: chosen, ok: problems.length === 0, problems }
  }

  const open = async <DB>(id: string, options: OpenSnapshotOptions = {}): Promise<OpenedSnapshot<DB>> => {
    const { verify: thorough, ...rest } = options
    const manifest = await manifestOf(id)
    const path = layout.file(id)
    const problems = thorough ? (await verify(id)).problems : await sizeProblems(path, manifest)
    refuse(id, problems)
    return { warehouse: await openWarehouse<DB>({ ...rest, path, mode: 'read' }), manifest }
  }

  return {
    begin: <DB>(options: BuildOptions) => beginBuild<DB>(layout, current, options, onStep),
    current,
    async list() {
      const names = (await readdir(layout.warehouse).catch(ignoreMissing)) ?? []
      const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.replace(/\.json$/, ''))
      return Promise.all(ids.sort().map(manifestOf))
    },
    async rollback(id) {
      const { problems } = await verify(id)
      refuse(id, problems)
      await replaceFile(layout.current, `${id}\n`)
      return manifestOf(id)
    },
    async prune({ keep }) {
      const names = (await readdir(layout.warehouse).catch(ignoreMissing)) ?? []
      if (names.length === 0) return []
      const release = await takeLock(layout.lock, 'pruning')
      try {
        const ids = names
          .filter((name) => name.endsWith('.json'))
          .map((name) => name.replace(/\.json$/, ''))
          .sort()
        const inUse = await currentId()
        const removed = ids.slice(0, Math.max(0, ids.length - Math.max(0, keep))).filter((id) => id !== inUse)
        for (const id of removed) {
          // The manifest goes first: a file without one is no snapshot, and the next build removes it.
          await rm(layout.manifest(id), { force: true })
          await rm(layout.file(id), { force: true })
        }
        return removed
      } finally {
        await release()
      }
    },
    verify,
    open,
    async openCurrent<DB>(options?: OpenSnapshotOptions) {
      for (let attempt = 1; ; attempt++) {
        const id = await currentId()
        if (id === undefined) throw none()
        try {
          return await open<DB>(id, options)
        } catch (error) {
          // Pruned between the two reads: the pointer has moved on, so look again.
          if (attempt === 3 || (await currentId()) === id) throw error
        }
      }
    },
    path: layout.file,
  }
}

async function sizeProblems(path: string, manifest: Manifest): Promise<string[]> {
  const found = await stat(path).catch(ignoreMissing)
  if (!found) return ['the file is missing']
  return found.size === manifest.bytes
    ? []
    : [`the file has ${found.size} bytes, the manifest says ${manifest.bytes}`]
}

function refuse(id: string, problems: readonly string[]): void {
  if (problems.length === 0) return
  throw new UserError(
    `invalid snapshot: ${JSON.stringify(id)} [${problems.join('; ')}; roll back to another]`,
    422,
  )
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
