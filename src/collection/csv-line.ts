/** One line of CSV (RFC 4180): quoted where it must be, NULL as an empty cell. */
export function csvLine(cells: readonly (string | null)[]): string {
  const texts = cells.map((cell) => {
    if (cell === null) return ''
    return cell === '' || /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  })
  return `${texts.join(',')}\n`
}
