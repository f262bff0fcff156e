import { billingReasons } from '../billing.ts'
import { rowOf, sizeOf } from '../incidence.ts'
import { poissonTail } from '../surprise.ts'
import type { Group, RingContext, Typology } from '../typology.ts'

const DEFAULTS = {
  leastClaims: 8,
  /** Patients who come again, for a structure to be dense. */
  leastReturns: 4,
  chance: -3,
  /** log10 of the chance from which it is told that some of so many hospitals have as many returns, and what that takes off, log-odds. */
  sure: -4,
  unsure: 1,
  mostPatients: 40,
  mostPhysicians: 12,
} as const

/** A hospital whose patients return, again and again, to the same few physicians. */
export const providerMill: Typology = {
  id: 'provider_mill',
  title: { en: 'Provider mill', zh: '医疗机构套利' },
  runbook: {
    en: 'Ask some patients whether and when they were treated; compare files with invoices; compare diagnoses with peers of the same kind.',
    zh: '抽访患者核实就诊情况；比对病历与发票；与同类机构比较诊断结构。',
  },
  candidates,
  test: (facts, group, context) => {
    const [hospital] = group.providers
    if (hospital === undefined || context.book.providers.role[hospital] !== 'hospital') return undefined
    const { returns, expected } = returning(context, hospital)
    if (facts.claims === 0 || !isDense(returns, expected)) return undefined
    return [
      {
        text: {
          en: `patients return ${returns} times to the same physicians where ${expected.toFixed(1)} would be usual`,
          zh: `患者重复就诊于相同医师 ${returns} 次，通常约 ${expected.toFixed(1)} 次`,
        },
        log_odds: Math.min(2.5, 0.8 * Math.log2(returns / Math.max(expected, 0.5))),
      },
      ...(poissonTail(returns, expected) > DEFAULTS.sure
        ? [
            {
              text: {
                en: 'of many hospitals a few have as many returns by chance',
                zh: '医院众多，偶然也会有少数出现同样多的重复就诊',
              },
              log_odds: -DEFAULTS.unsure,
            },
          ]
        : []),
      ...billingReasons(context, group.claims),
    ]
  },
}

const isDense = (returns: number, expected: number) =>
  returns >= DEFAULTS.leastReturns && poissonTail(returns, expected) <= DEFAULTS.chance

/** Returns of patients to a physician whom they saw at this hospital before, and how many the book's rate would give. */
function returning(context: RingContext, hospital: number): { returns: number; expected: number } {
  const returns = returnsOf(context)
  return { returns: returns.of[hospital], expected: returns.rate * sizeOf(context.book.servedBy, hospital) }
}

const counted = new WeakMap<RingContext, { of: Float64Array; rate: number }>()
function returnsOf(context: RingContext): { of: Float64Array; rate: number } {
  const known = counted.get(context)
  if (known) return known
  const { book } = context
  const of = new Float64Array(book.providers.count)
  let total = 0
  let visits = 0
  for (let p = 0; p < of.length; p++) {
    if (book.providers.role[p] !== 'hospital') continue
    const claims = rowOf(book.servedBy, p)
    of[p] = countAgain(book, claims)
    total += of[p]
    visits += claims.length
  }
  const found = { of, rate: visits ? total / visits : 0 }
  counted.set(context, found)
  return found
}

interface Return {
  readonly patient: number
  readonly physician: number
}

/** Every visit of a patient to a physician after the first. */
function visitsAgain(book: RingContext['book'], claims: ArrayLike<number>): Return[] {
  const seen = new Set<number>()
  const again: Return[] = []
  for (let i = 0; i < claims.length; i++) {
    const physicians = rowOf(book.providersOf, claims[i]).filter(
      (p) => book.providers.role[p] === 'physician',
    )
    for (const patient of rowOf(book.personsOf, claims[i])) {
      for (const physician of physicians) {
        const key = patient * book.providers.count + physician
        if (seen.has(key)) again.push({ patient, physician })
        else seen.add(key)
      }
    }
  }
  return again
}

/** How many visits of patients to physicians are not the first. */
function countAgain({ providers, providersOf, personsOf }: RingContext['book'], claims: Int32Array): number {
  const visits: number[] = []
  for (const claim of claims)
    for (let k = providersOf.offsets[claim]; k < providersOf.offsets[claim + 1]; k++) {
      const physician = providersOf.items[k]
      if (providers.role[physician] !== 'physician') continue
      for (let i = personsOf.offsets[claim]; i < personsOf.offsets[claim + 1]; i++)
        visits.push(personsOf.items[i] * providers.count + physician)
    }
  const sorted = Float64Array.from(visits).sort()
  let again = 0
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) again++
  return again
}

/** The `most` items that occur most often, ties by number. */
function top(items: readonly number[], most: number): number[] {
  const counts = new Map<number, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, most)
    .map(([item]) => item)
}

function candidates(context: RingContext): Group[] {
  const { book } = context
  const groups: Group[] = []
  for (let hospital = 0; hospital < book.providers.count; hospital++) {
    if (book.providers.role[hospital] !== 'hospital') continue
    const claims = rowOf(book.servedBy, hospital)
    if (claims.length < DEFAULTS.leastClaims) continue
    const { returns, expected } = returning(context, hospital)
    if (!isDense(returns, expected)) continue
    groups.push(toGroup(book, hospital, claims))
  }
  return groups
}

/** The hospital, the physicians behind the returns, the patients who return, and their claims. */
function toGroup(book: RingContext['book'], hospital: number, claims: Int32Array): Group {
  const again = visitsAgain(book, claims)
  const physicians = top(
    again.map((r) => r.physician),
    DEFAULTS.mostPhysicians,
  )
  const patients = top(
    again.map((r) => r.patient),
    DEFAULTS.mostPatients,
  )
  const wanted = new Set(patients)
  const theirs = Array.from(claims).filter((c) =>
    rowOf(book.personsOf, c).some((person) => wanted.has(person)),
  )
  return {
    persons: patients.sort((a, b) => a - b),
    claims: theirs,
    things: [],
    providers: [hospital, ...physicians],
  }
}
