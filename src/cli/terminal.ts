/** What the command line shows: progress on stderr, results on stdout, one JSON document with `--json`. */
import type { OnProgress } from '../util/progress.ts'

/** Exit codes: 0 done, 1 fault of claimscope, 2 fault of the caller, 3 a check found problems, 130 interrupted. */
export const EXIT = { done: 0, fault: 1, usage: 2, found: 3, interrupted: 130 } as const

/** Seconds as `3.4 s` or `2 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

const count = new Intl.NumberFormat('en').format

/** A number for people: counts whole, shares and amounts with what matters. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return 'n/a'
  if (Number.isInteger(value)) return count(value)
  return Math.abs(value) >= 1000 ? count(Math.round(value)) : value.toPrecision(4)
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

/** Rows as a table of text columns, numbers to the right. */
export function textTable(rows: readonly Readonly<Record<string, unknown>>[]): string {
  if (rows.length === 0) return '(nothing)'
  const names = Object.keys(rows[0])
  const cell = (v: unknown) =>
    typeof v === 'number' ? figure(v) : v === null || v === undefined ? '' : String(v)
  const widths = names.map((n) => Math.max(n.length, ...rows.map((r) => cell(r[n]).length)))
  const line = (cells: readonly string[], numeric: readonly boolean[]) =>
    cells
      .map((c, i) => (numeric[i] ? c.padStart(widths[i]) : c.padEnd(widths[i])))
      .join('  ')
      .trimEnd()
  const numeric = names.map((n) => rows.every((r) => typeof r[n] === 'number' || r[n] === null))
  return [
    line(names, numeric),
    ...rows.map((r) =>
      line(
        names.map((n) => cell(r[n])),
        numeric,
      ),
    ),
  ].join('\n')
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
