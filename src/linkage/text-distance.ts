/**
 * Likeness of two short texts, where SQL is not at hand.
 *
 * References: Winkler (1990), String Comparator Metrics and Enhanced Decision Rules; Damerau (1964), A Technique for Computer
 * Detection and Correction of Spelling Errors.
 */

/** Jaro-Winkler similarity, 0 to 1, the prefix of up to four letters counted at 0.1. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  if (a === '' || b === '') return 0
  const reach = Math.max(0, (Math.max(a.length, b.length) >> 1) - 1)
  const taken = new Uint8Array(b.length)
  const matched: number[] = []
  for (let i = 0; i < a.length; i++) {
    const last = Math.min(b.length - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if (taken[j] === 0 && a.charCodeAt(i) === b.charCodeAt(j)) {
        taken[j] = 1
        matched.push(i)
        break
      }
    }
  }
  const m = matched.length
  if (m === 0) return 0
  let turned = 0
  let j = 0
  for (const i of matched) {
    while (taken[j] === 0) j++
    if (a.charCodeAt(i) !== b.charCodeAt(j)) turned++
    j++
  }
  const jaro = (m / a.length + m / b.length + (m - (turned >> 1)) / m) / 3
  let prefix = 0
  while (prefix < 4 && prefix < a.length && prefix < b.length && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other (optimal string alignment). */
export function damerauLevenshtein(a: string, b: string): number {
  let before = new Uint16Array(b.length + 1)
  let last = Uint16Array.from({ length: b.length + 1 }, (_, j) => j)
  let now = new Uint16Array(b.length + 1)
  for (let i = 1; i <= a.length; i++) {
    now[0] = i
    for (let j = 1; j <= b.length; j++) {
      const cost = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1
      let least = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + cost)
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      )
        least = Math.min(least, before[j - 2] + 1)
      now[j] = least
    }
    ;[before, last, now] = [last, now, before]
  }
  return last[b.length]
}
