/**
 * Where a collector stands, and how bytes get from it to the inbox: a kill at any moment loses nothing and brings nothing twice.
 *
 * A file is written beside the journal and flushed. Then the journal is replaced in one step: it holds the place to go on from
 * behind the file, and the file's final name. Then the file is renamed. A kill before the journal leaves the old place and a
 * draft, which is swept; a kill after it leaves a rename to do, which opening the journal does.
 */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UserError } from '../errors.ts'
import { moveSynced, replaceFile, syncFile, writeSynced } from '../warehouse/index.ts'
import { collectionLayout } from './layout.ts'

const DEFAULTS = {
  /** Hashes of landed files that are remembered. */
  hashes: 2000,
} as const

interface Pending {
  readonly draft: string
  /** Relative to the inbox. */
  readonly file: string
}

interface Entry<S> {
  readonly version: 1
  /** Number of files landed so far. */
  readonly sequence: number
  /** A run that did not come to its end stands here. */
  readonly underWay: boolean
  readonly pending: Pending | null
  readonly hashes: readonly string[]
  readonly state: S
}

/** What landed, or undefined when the same bytes had landed before. */
export interface Landed {
  /** Path relative to the inbox. */
  readonly file: string
  readonly bytes: number
}

export class Journal<S> {
  /** Folder of the collector's own files. */
  readonly desk: string
  readonly #inbox: string
  readonly #lands: string
  readonly #name: string
  #entry: Entry<S>
  /** The run before this one was cut off. */
  readonly resumed: boolean

  private constructor(desk: string, inbox: string, name: string, lands: string, entry: Entry<S>) {
    this.desk = desk
    this.#inbox = inbox
    this.#name = name
    this.#lands = lands
    this.#entry = entry
    this.resumed = entry.underWay
  }

  /** Opens a collector's journal and finishes what a kill left. One process at a time: the caller holds the lock. */
  static async open<S>(
    home: string,
    book: string,
    { name, lands, initial }: { name: string; lands: string; initial: S },
  ): Promise<Journal<S>> {
    const layout = collectionLayout(home, book)
    const desk = layout.desk(name)
    await mkdir(desk, { recursive: true })
    const journal = new Journal(
      desk,
      layout.inbox,
      name,
      lands,
      await read<S>(join(desk, 'state.json'), initial),
    )
    await journal.#settle()
    await journal.#save({ underWay: true })
    return journal
  }

  get state(): S {
    return this.#entry.state
  }

  /** A path for a draft of the next file, on the inbox's file system. */
  draft(): string {
    return join(this.desk, `draft-${this.#entry.sequence + 1}`)
  }

  /** Keeps the place to go on from, with no file. */
  async keep(state: S): Promise<void> {
    await this.#save({ state })
  }

  /** Lands a text or bytes, and keeps the place to go on from behind it, both or neither. */
  async land(content: string | Uint8Array, state: S): Promise<Landed | undefined> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const hash = createHash('sha256').update(bytes).digest('hex')
    if (this.#entry.hashes.includes(hash)) {
      await this.keep(state)
      return undefined
    }
    const draft = this.draft()
    await writeSynced(draft, bytes)
    return this.#commit(draft, hash, bytes.length, state)
  }

  /** Lands a draft that was written already. */
  async landDraft(draft: string, state: S): Promise<Landed | undefined> {
    const hash = await hashFile(draft)
    if (this.#entry.hashes.includes(hash)) {
      await rm(draft)
      await this.keep(state)
      return undefined
    }
    await syncFile(draft)
    return this.#commit(draft, hash, (await stat(draft)).size, state)
  }

  /** The run came to its end. */
  async close(): Promise<void> {
    await this.#save({ underWay: false })
  }

  async #commit(draft: string, hash: string, bytes: number, state: S): Promise<Landed> {
    const sequence = this.#entry.sequence + 1
    const stamp = `${this.#name}-${String(sequence).padStart(8, '0')}-${hash.slice(0, 12)}`
    const file = this.#lands.replace('*', stamp)
    const hashes = [...this.#entry.hashes.slice(1 - DEFAULTS.hashes), hash]
    await this.#save({ sequence, hashes, state, pending: { draft, file } })
    await this.#settle()
    return { file, bytes }
  }

  async #settle(): Promise<void> {
    const { pending } = this.#entry
    if (pending && existsSync(pending.draft)) {
      const target = join(this.#inbox, pending.file)
      await mkdir(dirname(target), { recursive: true })
      await moveSynced(pending.draft, target)
    }
    this.#entry = { ...this.#entry, pending: null }
    for (const name of await readdir(this.desk))
      if (name.startsWith('draft-')) await rm(join(this.desk, name), { force: true })
  }

  async #save(change: Partial<Entry<S>>): Promise<void> {
    this.#entry = { ...this.#entry, ...change }
    await replaceFile(join(this.desk, 'state.json'), JSON.stringify(this.#entry))
  }
}

async function read<S>(path: string, initial: S): Promise<Entry<S>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return { version: 1, sequence: 0, underWay: false, pending: null, hashes: [], state: initial }
  }
  try {
    const entry = JSON.parse(text) as Entry<S>
    if (entry.version === 1) return entry
  } catch {
    // Told below: a journal is never thrown away in silence.
  }
  throw new UserError(`invalid journal: ${path} [move it away to collect from the beginning]`, 422)
}

/** SHA-256 of a file, hexadecimal. */
async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** Whether a collector's last run did not come to its end. */
export async function isUnderWay(home: string, book: string, name: string): Promise<boolean> {
  const { underWay } = await read(join(collectionLayout(home, book).desk(name), 'state.json'), null)
  return underWay
}
