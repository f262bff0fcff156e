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
  layers.forEach(({ inputs, outputs, weights, bias }, l) => {
    const next = new Float32Array(rows * outputs)
    const sums = new Float64Array(outputs)
    for (let i = 0; i < rows; i++) {
      sums.set(bias)
      for (let a = 0; a < inputs; a++) {
        const value = now[i * inputs + a]
        if (value === 0) continue
        for (let b = 0, w = a * outputs; b < outputs; b++, w++) sums[b] += value * weights[w]
      }
      for (let b = 0; b < outputs; b++)
        next[i * outputs + b] = l < layers.length - 1 ? Math.tanh(sums[b]) : sums[b]
    }
    now = next
  })
  return now
}
