/** Dense layers with tanh between them, run in plain arithmetic: the same on every machine, whatever it was trained on. */

export interface Layer {
  readonly inputs: number
  readonly outputs: number
  /** Input after input, `outputs` values each. */
  readonly weights: Float32Array
  readonly bias: Float32Array
}

/** What comes out for rows of inputs, row after row; the last layer has no tanh. */
export function reconstruct(layers: readonly Layer[], values: Float32Array, rows: number): Float32Array {
  let now = values
  layers.forEach((layer, l) => {
    const next = weightedSums(layer, now, rows)
    if (l < layers.length - 1) for (let i = 0; i < next.length; i++) next[i] = Math.tanh(next[i])
    now = Float32Array.from(next)
  })
  return now
}

/**
 * Bias and weighted inputs of every output. Four outputs are summed up at a time, each in the order of the inputs: their sums stay
 * in the processor's registers, and every digit is that of one output after the other.
 */
function weightedSums({ inputs, outputs, weights, bias }: Layer, values: Float32Array, rows: number) {
  const width = Math.ceil(outputs / 4) * 4
  // The weights of four outputs beside each other, input after input; those that fill up the last four weigh nothing.
  const turned = new Float64Array(width * inputs)
  for (let b = 0; b < outputs; b++)
    for (let a = 0; a < inputs; a++)
      turned[(b - (b % 4)) * inputs + a * 4 + (b % 4)] = weights[a * outputs + b]
  const start = new Float64Array(width)
  start.set(bias)
  const out = new Float64Array(rows * outputs)
  const row = new Float64Array(inputs)
  const sums = new Float64Array(width)
  for (let i = 0; i < rows; i++) {
    row.set(values.subarray(i * inputs, (i + 1) * inputs))
    for (let b = 0; b < width; b += 4) {
      let s0 = start[b]
      let s1 = start[b + 1]
      let s2 = start[b + 2]
      let s3 = start[b + 3]
      for (let a = 0, w = b * inputs; a < inputs; a++, w += 4) {
        const value = row[a]
        s0 += value * turned[w]
        s1 += value * turned[w + 1]
        s2 += value * turned[w + 2]
        s3 += value * turned[w + 3]
      }
      sums[b] = s0
      sums[b + 1] = s1
      sums[b + 2] = s2
      sums[b + 3] = s3
    }
    out.set(sums.subarray(0, outputs), i * outputs)
  }
  return out
}
