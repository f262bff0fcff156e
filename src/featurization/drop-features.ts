/** Features that a book says nothing with. */

/** A feature or view that was left out, and why. */
export interface Dropped {
  readonly name: string
  readonly reason: 'no data' | 'constant' | 'empty table' | 'left out'
  /** The value of a constant; the table that is empty. */
  readonly detail?: string
}

/** Why a column says nothing: it holds no value, or the same value in every row. Undefined when it does say something. */
export function emptiness(column: Float32Array): Pick<Dropped, 'reason' | 'detail'> | undefined {
  let missing = 0
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let i = 0; i < column.length; i++) {
    const value = column[i]
    if (Number.isNaN(value)) missing++
    else {
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  if (missing === column.length) return { reason: 'no data' }
  // A constant with gaps still tells the known from the unknown.
  if (low === high && missing === 0) return { reason: 'constant', detail: String(low) }
  return undefined
}
