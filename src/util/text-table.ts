/** Figures and tables as plain text, for terminals and notebooks. */

const count = new Intl.NumberFormat('en').format

/** A number for people: counts whole, shares and amounts with what matters. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return 'n/a'
  if (Number.isInteger(value)) return count(value)
  return Math.abs(value) >= 1000 ? count(Math.round(value)) : value.toPrecision(4)
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
