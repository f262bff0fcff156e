/** Thresholds from JSON, held to their guard rails. */
import { UserError } from '../errors.ts'
import { LINES } from '../schema/words.ts'
import { LEVELS, SUBJECTS, type ThresholdSet } from './threshold-set.ts'

/**
 * Reads a set from JSON. Every guard rail is checked: numbers finite and in range, levels in order, lines known, nothing unknown.
 * @throws UserError (422) naming all that is wrong at once.
 */
export function parseThresholds(value: unknown): ThresholdSet {
  const faults: string[] = []
  const root = fields(
    value,
    'thresholds',
    ['bands', 'limits', 'lines', 'policy', 'policyBands', 'signal'],
    faults,
  )
  const bands = fields(root.bands, 'bands', ['moderate', 'elevated', 'high'], faults)
  rising(bands, 'bands', ['moderate', 'elevated', 'high'], 0, 1, faults)
  const subjects = fields(root.limits, 'limits', SUBJECTS, faults)
  for (const subject of SUBJECTS) checkLimits(subjects[subject], `limits.${subject}`, faults)
  for (const [line, of] of Object.entries(isRecord(root.lines) ? root.lines : {})) {
    if (!(LINES as readonly string[]).includes(line)) faults.push(`lines.${line} is no line of business`)
    checkLimits(of, `lines.${line}`, faults)
  }
  const policy = fields(root.policy, 'policy', LEVELS, faults)
  rising(policy, 'policy', LEVELS, 1, 1000, faults)
  const policyBands = fields(root.policyBands, 'policyBands', ['moderate', 'elevated', 'high'], faults)
  rising(policyBands, 'policyBands', ['moderate', 'elevated', 'high'], 0, 1000, faults)
  const signal = fields(root.signal, 'signal', LEVELS, faults)
  rising(signal, 'signal', LEVELS, 1, 100, faults)
  if (faults.length > 0) throw new UserError(`invalid thresholds: ${faults.join('; ')}`, 422)
  return value as ThresholdSet
}

function checkLimits(value: unknown, place: string, faults: string[]): void {
  const levels = fields(value, place, LEVELS, faults)
  const parts = LEVELS.map((level) =>
    fields(levels[level], `${place}.${level}`, ['probability', 'expectedLossAmount'], faults),
  )
  const column = (name: string) => Object.fromEntries(LEVELS.map((level, i) => [level, parts[i][name]]))
  rising(column('probability'), `${place} probability`, LEVELS, 0, 1, faults)
  // Sums may be equal: a subject without money is judged by probability alone.
  rising(column('expectedLossAmount'), `${place} expectedLossAmount`, LEVELS, 0, 1e12, faults, true)
}

function rising(
  of: Readonly<Record<string, unknown>>,
  place: string,
  names: readonly string[],
  low: number,
  high: number,
  faults: string[],
  equal = false,
): void {
  const values = names.map((name) => of[name])
  const bad = names.filter((_, i) => {
    const v = values[i]
    return typeof v !== 'number' || !Number.isFinite(v) || v < low || v > high
  })
  if (bad.length > 0) faults.push(`${place} ${bad.join(', ')} must be numbers from ${low} to ${high}`)
  else {
    const numbers = values as number[]
    if (numbers.some((v, i) => i > 0 && (equal ? v < numbers[i - 1] : v <= numbers[i - 1])))
      faults.push(`${place} must rise: ${names.join(' < ')}`)
  }
}

function fields(
  value: unknown,
  place: string,
  names: readonly string[],
  faults: string[],
): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) {
    faults.push(`${place} is missing`)
    return {}
  }
  const strange = Object.keys(value).filter((name) => !names.includes(name))
  if (strange.length > 0) faults.push(`${place} has unknown ${strange.join(', ')}`)
  return value
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
