/** What the command line shows: progress on stderr, results on stdout, one JSON document with `--json`. */
import type { OnProgress } from '../util/progress.ts'

export { figure, textTable } from '../util/text-table.ts'

const count = new Intl.NumberFormat('en').format

/** Exit codes: 0 done, 1 fault of claimscope, 2 fault of the caller, 3 a check found problems, 130 interrupted. */
export const EXIT = { done: 0, fault: 1, usage: 2, found: 3, interrupted: 130 } as const

/** Seconds as `3.4 s` or `2 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/**
 * Progress on stderr. On a terminal one line is rewritten, with rate and time left; elsewhere each stage is one line when
 * it ends.
 */
export function progressLine(): { readonly report: OnProgress; readonly end: () => void } {
  const live = process.stderr.isTTY === true
  let stage = ''
  let since = 0
  let last = ''
  let shown = 0
  const close = () => {
    if (!stage) return
    const line = `  ${stage.padEnd(34)} ${duration((performance.now() - since) / 1000).padStart(9)}${last}`
    process.stderr.write(live ? `\r\x1b[2K${line}\n` : `${line}\n`)
    stage = ''
  }
  return {
    report: ({ stage: name, done, total, unit }) => {
      const now = performance.now()
      if (name !== stage) {
        close()
        stage = name
        since = now
        shown = 0
      }
      last = done > 0 && unit ? `  ${count(done)} ${unit}` : ''
      if (!live || now - shown < 80) return
      shown = now
      const seconds = (now - since) / 1000
      const rate = seconds > 0.3 && done > 0 && unit ? `  ${count(Math.round(done / seconds))} ${unit}/s` : ''
      const left =
        total && done > 0 && seconds > 0.3 ? `  ${duration((seconds / done) * (total - done))} left` : ''
      const share = total ? `  ${Math.floor((100 * done) / total)} %` : ''
      process.stderr.write(
        `\r\x1b[2K  ${name.padEnd(34)} ${duration(seconds).padStart(9)}${share}${last}${rate}${left}`,
      )
    },
    end: close,
  }
}

/** Prints the result: one JSON document, or `text` for people. */
export function print(result: unknown, json: boolean, text: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(result, replacer, 2)}\n` : `${text()}\n`)
}

function replacer(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return null
  return value
}
