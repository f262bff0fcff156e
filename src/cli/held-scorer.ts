/** Keeps one scorer open: that of the snapshot and model that were asked for last. */

export interface HeldScorer<S> {
  /** The scorer of this key; the one held before is closed first. */
  of(key: string, open: () => Promise<S>): Promise<S>
  close(): Promise<void>
}

export function heldScorer<S extends { close(): Promise<void> }>(): HeldScorer<S> {
  let held: { readonly key: string; readonly scorer: Promise<S> } | undefined
  const close = async () => {
    const old = held
    held = undefined
    // One that could not be opened has nothing to close.
    await old?.scorer.then(
      (scorer) => scorer.close(),
      () => undefined,
    )
  }
  return {
    async of(key, open) {
      if (held?.key !== key) {
        await close()
        held = { key, scorer: open() }
      }
      return held.scorer
    },
    close,
  }
}
