/** Seeded random numbers: the same seed gives the same run on every machine. */

/** A source of randomness; every method advances the one state. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform integer in [low, high], both included. */
  int(low: number, high: number): number
  /** True with the given probability. */
  chance(probability: number): boolean
  /** One element, all equally likely. */
  pick<T>(items: readonly T[]): T
  /** One element, likely in proportion to its weight. */
  weighted<T>(items: readonly T[], weights: readonly number[]): T
  /** Standard normal (Box-Muller). */
  normal(mean?: number, deviation?: number): number
  /** Shuffles in place and returns the same array. */
  shuffle<T extends unknown[] | Int32Array | Uint32Array>(items: T): T
  /** An independent generator that depends on this seed and the name only, not on how far this one has run. */
  fork(name: string): Random
}

/** Mixes a string into 32 bits (FNV-1a). */
export function hash32(text: string, seed = 0x811c9dc5): number {
  let h = seed >>> 0
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i)
    h = Math.imul(h, 0x01000193)
  }
  return h >>> 0
}

/** The sfc32 generator (Doty-Humphrey, PractRand), seeded from one number. */
export function random(seed: number): Random {
  let a = 0x9e3779b9
  let b = 0x243f6a88
  let c = 0xb7e15162 ^ seed
  let d = Math.imul(seed ^ 0xdeadbeef, 0x01000193) | 0
  const bits = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 15; i++) bits()
  const next = () => bits() / 4294967296
  const self: Random = {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number],
    weighted: (items, weights) => {
      let total = 0
      for (const w of weights) total += w
      let left = next() * total
      for (let i = 0; i < items.length; i++) {
        left -= weights[i] as number
        if (left < 0) return items[i] as (typeof items)[number]
      }
      return items[items.length - 1] as (typeof items)[number]
    },
    normal: (mean = 0, deviation = 1) => {
      const u = 1 - next()
      return mean + deviation * Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * next())
    },
    shuffle: (items) => {
      for (let i = items.length - 1; i > 0; i--) {
        const j = Math.floor(next() * (i + 1))
        const t = items[i]
        items[i] = items[j] as never
        items[j] = t as never
      }
      return items
    },
    fork: (name) => random(hash32(name, (seed ^ 0x811c9dc5) >>> 0)),
  }
  return self
}
