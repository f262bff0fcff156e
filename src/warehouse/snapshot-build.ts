/** A snapshot in the making: a private file that becomes visible all at once, or not at all. */
import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import type { Database } from '../schema/database.ts'
import { takeLock } from './build-lock.ts'
import { moveSynced, replaceFile, syncFile, syncFolder, writeSynced } from './durable.ts'
import { sha256File } from './hash.ts'
import type { Json, Manifest } from './manifest.ts'
import { type OpenOptions, openWarehouse, type Warehouse } from './open.ts'
import { rowCounts } from './row-counts.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'

export interface BuildOptions extends Omit<OpenOptions, 'path' | 'mode'> {
  /** Name of the new snapshot; see {@link snapshotId}. */
  readonly id: string
  /** A copy of the current snapshot (an empty one if there is none), or an empty one. */
  readonly from: 'current' | 'empty'
}

export interface PublishInfo {
  readonly createdAt: Date
  /** Version of the code. */
  readonly code: string
  /** Hash of every definition used, by name. */
  readonly definitions: Readonly<Record<string, string>>
  readonly extra?: Readonly<Record<string, Json>>
}

export interface SnapshotBuild<DB = Database> {
  readonly id: string
  readonly parent: Manifest | undefined
  /** The warehouse at hand; another object after {@link SnapshotBuild.lend}. */
  readonly warehouse: Warehouse<DB>
  /** Closes the file while `work` has it, perhaps in another process, and opens it again whatever happens. */
  lend<T>(work: (file: LentFile) => Promise<T>): Promise<T>
  /** Closes, hashes and moves the file in place, and makes it current as the last step. */
  publish(info: PublishInfo): Promise<Manifest>
  /** Throws the work away; does nothing after `publish`. */
  abandon(): Promise<void>
}

/** A warehouse file that is closed here, and how it is to be opened. */
export type LentFile = Omit<OpenOptions, 'mode'>

/** Called before each step that touches the disk, with its name. */
export type OnStep = (step: string) => void

export async function beginBuild<DB>(
  layout: SnapshotLayout,
  parentOf: () => Promise<Manifest | undefined>,
  options: BuildOptions,
  onStep: OnStep,
): Promise<SnapshotBuild<DB>> {
  const { id, from, ...open } = options
  const file = layout.file(id)
  await mkdir(layout.warehouse, { recursive: true })
  await mkdir(layout.building, { recursive: true })
  onStep('take lock')
  const release = await takeLock(layout.lock, `building snapshot ${id}`)
  const temporary = join(layout.building, `${id}.duckdb`)
  let warehouse: Warehouse<DB> | undefined
  const progress = { finished: false, published: false }

  const discard = async () => {
    progress.finished = true
    await warehouse?.close()
    await rm(layout.building, { recursive: true, force: true })
    await release()
  }

  const publish = async (info: PublishInfo, opened: Warehouse<DB>): Promise<Manifest> => {
    onStep('checkpoint')
    await opened.execute('checkpoint')
    onStep('close')
    await opened.close()
    onStep('sync')
    await syncFile(temporary)
    onStep('hash')
    const sha256 = await sha256File(temporary)
    onStep('count')
    const rows = await rowCounts(temporary)
    const manifest: Manifest = {
      id,
      book: layout.book,
      parent: parent?.id ?? null,
      createdAt: info.createdAt.toISOString(),
      sha256,
      bytes: (await stat(temporary)).size,
      rows,
      code: info.code,
      definitions: info.definitions,
      extra: info.extra ?? {},
    }
    const draft = join(layout.building, `${id}.json`)
    onStep('write manifest')
    await writeSynced(draft, `${JSON.stringify(manifest, null, 2)}\n`)
    onStep('move file')
    await moveSynced(temporary, file)
    onStep('move manifest')
    await moveSynced(draft, layout.manifest(id))
    onStep('move pointer')
    await replaceFile(layout.current, `${id}\n`)
    progress.published = true
    return manifest
  }

  let parent: Manifest | undefined
  try {
    onStep('clean')
    await clean(layout)
    if ((await readdir(layout.warehouse)).includes(`${id}.json`)) {
      throw new UserError(`duplicate snapshot: ${JSON.stringify(id)} [give the new one another id]`, 409)
    }
    parent = from === 'current' ? await parentOf() : undefined
    if (parent) {
      onStep('copy')
      await copyFile(layout.file(parent.id), temporary, constants.COPYFILE_FICLONE)
      onStep('check copy')
      if ((await sha256File(temporary)) !== parent.sha256) {
        throw new UserError(
          `invalid snapshot: ${JSON.stringify(parent.id)} [damaged, roll back to another]`,
          422,
        )
      }
    }
    onStep('open')
    warehouse = await openWarehouse<DB>({ ...open, path: temporary, mode: 'write' })
  } catch (error) {
    await discard()
    throw error
  }
  let opened = warehouse
  return {
    id,
    parent,
    get warehouse() {
      return opened
    },
    async lend(work) {
      await opened.close()
      try {
        return await work({ ...open, path: temporary })
      } finally {
        opened = await openWarehouse<DB>({ ...open, path: temporary, mode: 'write' })
        warehouse = opened
      }
    },
    async publish(info) {
      if (progress.finished) throw new Error(`build ${id} is finished`)
      progress.finished = true
      try {
        const manifest = await publish(info, opened)
        onStep('finish')
        return manifest
      } finally {
        if (progress.published) await release()
        else await discard()
      }
    },
    async abandon() {
      if (!progress.finished) await discard()
    },
  }
}

/** Removes what a crash left: drafts, and files that never got a manifest. Only the holder of the lock may. */
async function clean(layout: SnapshotLayout): Promise<void> {
  await rm(layout.building, { recursive: true, force: true })
  await mkdir(layout.building, { recursive: true })
  const names = await readdir(layout.warehouse)
  for (const name of names) {
    if (name.endsWith('.duckdb') && !names.includes(name.replace(/\.duckdb$/, '.json'))) {
      await rm(join(layout.warehouse, name), { force: true })
    }
  }
  await syncFolder(layout.warehouse)
}
