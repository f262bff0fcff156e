/** Two values beside each other, masked so that a reviewer sees what differs and nobody reads more of a person than that. */
import type { AgreementOfSides } from '../../linkage/index.ts'
import { maskAddress, maskEmail, maskName, maskNumber } from '../../security/index.ts'

type Pair = readonly [string | null, string | null]

const DEFAULTS = {
  /** Less in common than this share of the longer text, and only the usual mask is shown, 0 to 1. */
  leastCommon: 0.5,
  /** Longer texts are compared by their beginning. */
  longest: 80,
} as const

const PLAIN = (value: string | null) => value
const MASKS: Readonly<Record<string, (value: string | null) => string | null>> = {
  given_name: maskName,
  family_name: maskName,
  name: PLAIN,
  gender: PLAIN,
  birth_date: (value) => (value === null ? null : `${value.slice(0, 4)}-**-**`),
  email: maskEmail,
  address: maskAddress,
}

/** Values of a comparison as they may be shown, given how they agree. */
export function sideBySide(comparison: string, values: Pair, agreement: AgreementOfSides): Pair {
  const mask = MASKS[comparison] ?? maskNumber
  const [left, right] = values
  const usual: Pair = [mask(left), mask(right)]
  if (agreement !== 'close' || left === null || right === null || mask === PLAIN) return usual
  return (
    (comparison === 'birth_date' ? partsThatDiffer(left, right) : lettersThatDiffer(left, right)) ?? usual
  )
}

/** `1984-03-09` and `1984-09-03` are `****-03-09` and `****-09-03`. */
function partsThatDiffer(left: string, right: string): Pair {
  const [a, b] = [left.split('-'), right.split('-')]
  const show = (own: readonly string[], other: readonly string[]) =>
    own.map((part, i) => (part === other[i] ? '*'.repeat(part.length) : part)).join('-')
  return [show(a, b), show(b, a)]
}

/** `Jonathan` and `Jonathon` are `J*****a*` and `J*****o*`: what both have is hidden, but for the first letter. */
function lettersThatDiffer(left: string, right: string): Pair | undefined {
  const [a, b] = [[...left.slice(0, DEFAULTS.longest)], [...right.slice(0, DEFAULTS.longest)]]
  const alike = a.filter((letter, i) => letter === b[i]).length
  if (a.length === b.length && alike >= a.length - 2) {
    const show = (own: readonly string[], other: readonly string[]) =>
      own.map((letter, i) => (letter === other[i] && i > 0 ? '*' : letter)).join('')
    return [show(a, b), show(b, a)]
  }
  const width = b.length + 1
  const common = new Uint8Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j]
          ? common[(i + 1) * width + j + 1] + 1
          : Math.max(common[(i + 1) * width + j], common[i * width + j + 1])
  if (common[0] < DEFAULTS.leastCommon * Math.max(a.length, b.length)) return undefined
  const shown: [string, string] = ['', '']
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      const hidden = i === 0 && j === 0 ? a[i] : '*'
      shown[0] += hidden
      shown[1] += hidden
      i++
      j++
    } else if (j >= b.length || (i < a.length && common[(i + 1) * width + j] >= common[i * width + j + 1]))
      shown[0] += a[i++]
    else shown[1] += b[j++]
  }
  return shown
}
