/** Follows the `current` pointer of a book: a new snapshot is opened, checked and served without a restart. */
import type { Snapshots } from '../warehouse/index.ts'
import type { SnapshotHolder } from './snapshot-holder.ts'

export const DEFAULTS = {
  /** How often the pointer is read, in ms. */
  everyMs: 1000,
} as const

export interface WatchOptions {
  readonly everyMs?: number
  readonly onSwap?: (id: string) => void
  /** A snapshot that cannot be opened leaves the old one in service. */
  readonly onError?: (error: unknown) => void
}

/** Starts following; the function that it gives stops, and waits for a look under way. */
export function watchSnapshots(
  snapshots: Pick<Snapshots, 'current' | 'openCurrent'>,
  holder: SnapshotHolder,
  { everyMs = DEFAULTS.everyMs, onSwap = () => {}, onError = () => {} }: WatchOptions = {},
): () => Promise<void> {
  let looking: Promise<void> = Promise.resolve()
  let busy = false
  const look = async () => {
    try {
      const manifest = await snapshots.current()
      if (!manifest || manifest.id === holder.id) return
      const next = await snapshots.openCurrent()
      if (next.manifest.id === holder.id) return next.warehouse.close()
      holder.swap(next)
      onSwap(next.manifest.id)
    } catch (error) {
      onError(error)
    }
  }
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    looking = look().finally(() => {
      busy = false
    })
  }, everyMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await looking
  }
}
