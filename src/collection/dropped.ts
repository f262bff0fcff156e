/** Takes the complete files of a drop folder, wherever it lies: each once, and away only when its bytes are safe. */
import { UserError } from '../errors.ts'
import { type Collecting, count } from './collecting.ts'

const DEFAULTS = { settleSeconds: 10, fileBytes: 2 ** 31 } as const

/** A file as a look at the folder shows it. */
export interface DroppedFile {
  readonly name: string
  readonly size: number
  readonly modified: number
}

/** A drop folder. */
export interface Drop {
  /** Plain files of the folder itself; links and folders are left out. */
  list(): Promise<readonly DroppedFile[]>
  /** Copies a file to a path of ours. */
  fetch(name: string, to: string): Promise<void>
  remove(name: string): Promise<void>
}

export interface DroppedState {
  /** Files that were taken and are still there: `size modified`. */
  readonly taken: Readonly<Record<string, string>>
  /** Files that may still grow, and when they were first seen as they are. */
  readonly looks: Readonly<Record<string, { readonly as: string; readonly at: number }>>
}

export const droppedInitial: DroppedState = { taken: {}, looks: {} }

interface Rules {
  readonly files: string
  readonly complete: 'stable' | 'marker'
  readonly settleSeconds?: number
  readonly takes: 'copy' | 'move'
  readonly fileBytes?: number
}

const MARKER = '.done'
const asSeen = ({ size, modified }: DroppedFile) => `${size} ${modified}`

/** Takes what is complete. @param patience waits once for files that have not settled. */
export async function takeDropped(
  rules: Rules,
  collecting: Collecting<DroppedState>,
  drop: Drop,
): Promise<void> {
  const settle = (rules.settleSeconds ?? DEFAULTS.settleSeconds) * 1000
  const first = await look(rules, collecting, drop, settle)
  await take(rules, collecting, drop, first.complete)
  if (first.waiting === 0) return
  // Their next look would be the next run's; a person who runs it once should not have to run it twice.
  await collecting.clock.sleep(settle, collecting.signal)
  const second = await look(rules, collecting, drop, settle)
  await take(rules, collecting, drop, second.complete)
  if (second.waiting > 0) collecting.tally.notes.push(`${second.waiting} files are still growing`)
}

async function look(rules: Rules, { journal, clock }: Collecting<DroppedState>, drop: Drop, settle: number) {
  const matches = matcher(rules.files)
  const all = await drop.list()
  const names = new Set(all.map(({ name }) => name))
  const { taken, looks } = journal.state
  const now = clock.now().getTime()
  const complete: DroppedFile[] = []
  const growing: Record<string, { as: string; at: number }> = {}
  for (const file of all) {
    if (!matches(file.name) || taken[file.name] === asSeen(file)) continue
    if (rules.complete === 'marker') {
      if (names.has(`${file.name}${MARKER}`)) complete.push(file)
      continue
    }
    const before = looks[file.name]
    const at = before?.as === asSeen(file) ? before.at : now
    if (now - at >= settle) complete.push(file)
    else growing[file.name] = { as: asSeen(file), at }
  }
  const still = Object.fromEntries(Object.entries(taken).filter(([name]) => names.has(name)))
  await journal.keep({ taken: still, looks: growing })
  complete.sort((a, b) => a.modified - b.modified || (a.name < b.name ? -1 : 1))
  return { complete, waiting: Object.keys(growing).length }
}

async function take(
  rules: Rules,
  { journal, tally, signal }: Collecting<DroppedState>,
  drop: Drop,
  files: readonly DroppedFile[],
): Promise<void> {
  const most = rules.fileBytes ?? DEFAULTS.fileBytes
  for (const file of files) {
    signal.throwIfAborted()
    tally.fetched++
    if (file.size > most) {
      tally.errors.push(`invalid file: ${JSON.stringify(file.name)} [${file.size} bytes, more than ${most}]`)
      continue
    }
    const draft = journal.draft()
    await drop.fetch(file.name, draft)
    const after = (await drop.list()).find(({ name }) => name === file.name)
    // Written to while it was read: the next run takes it.
    if (!after || asSeen(after) !== asSeen(file)) {
      tally.errors.push(`invalid file: ${JSON.stringify(file.name)} [it changed while it was read]`)
      continue
    }
    const { taken, looks } = journal.state
    count(tally, await journal.landDraft(draft, { taken: { ...taken, [file.name]: asSeen(file) }, looks }), 1)
    if (rules.takes === 'move') await clear(drop, file.name, rules)
  }
}

async function clear(drop: Drop, name: string, { complete }: Rules): Promise<void> {
  // The marker goes first: a file without one is not complete, a marker without a file would bless the next of that name.
  if (complete === 'marker') await drop.remove(`${name}${MARKER}`)
  await drop.remove(name)
}

/** `*` stands for any run of characters. */
function matcher(pattern: string): (name: string) => boolean {
  if (pattern.includes('/'))
    throw new UserError(`invalid pattern: ${JSON.stringify(pattern)} [names of files only]`)
  const expression = new RegExp(
    `^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`,
    'i',
  )
  return (name) => expression.test(name) && !name.endsWith(MARKER)
}
