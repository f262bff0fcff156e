import { expect, test } from 'vitest'
import {
  activeThresholds,
  bandOf,
  DEFAULT_THRESHOLDS,
  limitsOf,
  parseThresholds,
  policyBandOf,
  policySeverity,
  severityOf,
  signalSeverity,
  type ThresholdStore,
  thresholdHash,
} from '../../src/thresholds/index.ts'

const copy = () => JSON.parse(JSON.stringify(DEFAULT_THRESHOLDS))

test('the built-in set passes its own guard rails', () => {
  expect(parseThresholds(copy())).toEqual(DEFAULT_THRESHOLDS)
})

test.each([
  [
    'a probability above 1',
    (s: ReturnType<typeof copy>) => (s.limits.claim.watch.probability = 1.5),
    /limits.claim probability watch must be numbers/,
  ],
  ['not a number', (s: ReturnType<typeof copy>) => (s.bands.high = Number.NaN), /bands high must be numbers/],
  [
    'levels out of order',
    (s: ReturnType<typeof copy>) => (s.limits.ring.alert.probability = 0.1),
    /limits.ring probability must rise/,
  ],
  [
    'a line that is none',
    (s: ReturnType<typeof copy>) => (s.lines.marine = s.limits.claim),
    /lines.marine is no line/,
  ],
  ['an unknown field', (s: ReturnType<typeof copy>) => (s.limit = 3), /unknown limit/],
  [
    'a missing subject',
    (s: ReturnType<typeof copy>) => delete s.limits.provider,
    /limits.provider is missing/,
  ],
])('refused: %s', (_, spoil, message) => {
  const set = copy()
  spoil(set)
  expect(() => parseThresholds(set)).toThrow(message)
})

test('all faults are told at once', () => {
  expect(() => parseThresholds({})).toThrow(/bands is missing.*limits is missing.*signal is missing/)
  expect(() => parseThresholds(null)).toThrow(/thresholds is missing/)
})

test('severity needs both measures; between watch and alert one at the alert line makes it medium', () => {
  const limits = limitsOf(DEFAULT_THRESHOLDS, 'claim', 'auto')
  expect(severityOf(limits, 0.07, 1e6)).toBeNull()
  expect(severityOf(limits, 0.1, 1000)).toBe('low')
  expect(severityOf(limits, 0.1, 5000)).toBe('medium')
  expect(severityOf(limits, 0.2, 3000)).toBe('high')
  expect(severityOf(limits, 0.45, 15_000)).toBe('critical')
  expect(severityOf(limits, 0.99, 400)).toBeNull()
  expect(limitsOf(DEFAULT_THRESHOLDS, 'claim', 'travel').watch.expectedLossAmount).toBe(100)
  expect(limitsOf(DEFAULT_THRESHOLDS, 'ring', 'travel')).toEqual(DEFAULT_THRESHOLDS.limits.ring)
})

test('bands, policies and signals', () => {
  expect([1, 1.2, 1.5, 2].map((m) => policyBandOf(DEFAULT_THRESHOLDS, m))).toEqual([
    'low',
    'moderate',
    'elevated',
    'high',
  ])
  expect([1.9, 2, 4, 12].map((m) => policySeverity(DEFAULT_THRESHOLDS, m))).toEqual([
    null,
    'medium',
    'high',
    'critical',
  ])
  expect([0.01, 0.05, 0.2, 0.9].map((p) => bandOf(DEFAULT_THRESHOLDS, p))).toEqual([
    'low',
    'moderate',
    'elevated',
    'high',
  ])
  expect([2, -2.6, 3.6, 5].map((z) => signalSeverity(DEFAULT_THRESHOLDS, z))).toEqual([
    null,
    'medium',
    'high',
    'critical',
  ])
})

test('an empty store gets the built-in set once', async () => {
  const kept: { version: string; contentHash: string; content: unknown }[] = []
  let active: (typeof kept)[number] | null = null
  const store: ThresholdStore = {
    active: async () => active,
    propose: async ({ content, contentHash }) => {
      kept.push({ version: `v${kept.length}`, content, contentHash })
      return kept[kept.length - 1]
    },
    activate: async (version) => {
      active = kept.find((row) => row.version === version) ?? null
    },
  }
  const first = await activeThresholds(store, new Date(0))
  expect(await activeThresholds(store, new Date(1))).toEqual(first)
  expect(kept).toHaveLength(1)
  expect(kept[0].contentHash).toBe(thresholdHash(first.set))
})
