/** Where accepted records stand in their file: line by ordinal number, kept as the few places where the difference changes. */
export class LineMap {
  readonly ordinals: number[] = []
  readonly shifts: number[] = []
  #last = Number.NaN

  /** Says that record `ordinal` (from 0, ascending) begins on `line`. */
  note(ordinal: number, line: number): void {
    const shift = line - ordinal
    if (shift === this.#last) return
    this.#last = shift
    this.ordinals.push(ordinal)
    this.shifts.push(shift)
  }

  /** Line of a record. */
  lineOf(ordinal: number): number {
    let low = 0
    let high = this.ordinals.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.ordinals[middle] <= ordinal) low = middle
      else high = middle
    }
    return ordinal + (this.shifts[low] ?? 1)
  }
}
