/** Pictures of rings are figures first: growth adds up, money is kept, what is shared stands in the middle. */
import { expect, test } from 'vitest'
import {
  framesOf,
  type GrowthStep,
  grownBy,
  growthLayout,
  indexAt,
  momentsOf,
} from '../../dashboards/charts/growth-layout.ts'
import { gather, moneyLayout } from '../../dashboards/charts/money-layout.ts'
import { monthBars, monthsBetween } from '../../dashboards/charts/month-bars.tsx'
import { browserGlobals } from './dom.ts'

browserGlobals()
const { overlapScale } = await import('../../dashboards/charts/overlap.tsx')
const { chanceShort, chanceWords, oneIn } = await import('../../dashboards/rings/chance.ts')
const { growthSteps } = await import('../../dashboards/rings/growth-steps.ts')
const { moneyGraph } = await import('../../dashboards/rings/money.ts')
const { setLanguage } = await import('../../dashboards/language.ts')
setLanguage('en')

const step = (at: string, kind: GrowthStep['kind'], amount = 1): GrowthStep => ({
  at,
  kind,
  amount,
  label: at,
})
const STEPS = [
  step('2025-01-05', 'member'),
  step('2025-01-05', 'claim'),
  step('2025-02-01', 'member'),
  step('2025-03-01', 'payment', 700),
  step('2025-03-09', 'payment', 300),
]

test('growth counts what came until a moment, and every lane ends with its total', () => {
  expect(grownBy(STEPS, 'member', '2025-01-31')).toBe(1)
  expect(grownBy(STEPS, 'payment', '2025-03-05')).toBe(700)
  expect(grownBy(STEPS, 'payment', '2025-12-31', '2025-03-05')).toBe(300)
  const { lanes, x, height, base } = growthLayout(STEPS, 800)
  expect(lanes.map(({ kind, total }) => [kind, total])).toEqual([
    ['member', 2],
    ['claim', 1],
    ['payment', 1000],
  ])
  expect(base).toBeLessThan(height)
  for (const { d } of lanes) expect(d).not.toContain('NaN')
  expect(x(new Date('2025-01-05'))).toBeGreaterThan(0)
  expect(x(new Date('2025-03-09'))).toBeLessThan(800)
})

test('playing passes few moments one by one and many in even steps, and ends with the last', () => {
  const moments = momentsOf(STEPS)
  expect(moments).toEqual(['2025-01-05', '2025-02-01', '2025-03-01', '2025-03-09'])
  expect(framesOf(moments, 10)).toEqual(moments)
  expect(framesOf(moments, 2)).toEqual(['2025-01-05', '2025-03-09'])
  expect(indexAt(moments, '2025-02-15T10:00:00Z')).toBe(1)
  expect(indexAt(moments, '2024-12-31')).toBe(-1)
})

test('members join when the timeline says so, else when their node appears', () => {
  const text = { en: 'x', zh: 'x' }
  const blank = { claimId: null, link: null, amount: null, nodes: [] as string[], text }
  const joined = {
    ...blank,
    at: '2025-01-02',
    kind: 'joined' as const,
    nodes: ['entity:P1', 'entity:P2', 'phone:~1'],
  }
  const paid = { ...blank, at: '2025-01-03', kind: 'paid' as const, amount: 50, claimId: 'C1' }
  const appears = [
    { nodeId: 'entity:P1', at: '2025-01-01' },
    { nodeId: 'phone:~1', at: '2025-01-01' },
  ]
  expect(growthSteps({ steps: [paid, joined], appears }).map(({ kind, amount }) => [kind, amount])).toEqual([
    ['member', 1],
    ['member', 1],
    ['payment', 50],
  ])
  expect(growthSteps({ steps: [paid], appears }).map(({ kind, at }) => [kind, at])).toEqual([
    ['member', '2025-01-01'],
    ['payment', '2025-01-03'],
  ])
})

test('money that leaves claims arrives with people, through accounts, and nothing is lost where many are gathered', () => {
  const account = (n: number) => ({ nodeId: `account:${n}`, label: `${n}`, isMember: true })
  const steps = Array.from({ length: 20 }, (_, i) => ({
    claimId: `C${i}`,
    payee: i === 3 ? null : { nodeId: 'entity:P', label: 'P', isMember: true },
    account: account(i % 2),
    amount: 100 + i,
    payments: 1,
    firstAt: '2025-01-01',
    lastAt: '2025-01-01',
  }))
  const { nodes, ties } = moneyGraph({ steps }, (_, masked) => masked)
  const total = steps.reduce((sum, one) => sum + one.amount, 0)
  const flows = (list: readonly { to: string; amount: number }[], to: string) =>
    list.filter((tie) => tie.to.startsWith(to)).reduce((sum, tie) => sum + tie.amount, 0)
  expect(flows(ties, 'account')).toBe(total)
  const few = gather(nodes, ties, (_, others) => `${others} others`, 6)
  expect(few.nodes.filter((node) => node.column === 0)).toHaveLength(6)
  expect(few.nodes.find((node) => node.label === '15 others')).toBeDefined()
  expect(flows(few.ties, 'account')).toBe(total)
  const { placed, ribbons, height } = moneyLayout(few.nodes, few.ties, 700, { left: 100, right: 100 })
  expect(ribbons).toHaveLength(few.ties.length)
  const byColumn = (column: number) => placed.filter((node) => node.column === column)
  for (const column of [0, 1, 2]) {
    expect(byColumn(column).reduce((sum, node) => sum + node.amount, 0)).toBe(total)
    const sorted = byColumn(column).sort((a, b) => a.y - b.y)
    for (let i = 1; i < sorted.length; i++)
      expect(sorted[i].y).toBeGreaterThanOrEqual(sorted[i - 1].y + sorted[i - 1].height)
  }
  for (const node of placed) expect(node.y + node.height).toBeLessThanOrEqual(height)
})

test('months of all rings share one axis', () => {
  const bars = monthBars([2, 0, 4], 1)
  expect(bars).toHaveLength(2)
  expect(bars[1].x).toBeCloseTo(108 - 2 * 3)
  expect(bars[1].height).toBe(22)
  expect(bars[0].height).toBe(11)
  expect(monthsBetween('2025-11-30', '2026-02-01')).toBe(3)
})

test('what is shared stands in the middle, and nothing leaves the lane', () => {
  for (const { left, both, right } of overlapScale([
    { left: 10, both: 2, right: 0 },
    { left: 1, both: 7, right: 9 },
    { left: 0, both: 0, right: 0 },
  ])) {
    expect(left.at).toBeGreaterThanOrEqual(-1e-9)
    expect(left.at + left.width).toBeCloseTo(both.at)
    expect(both.at + both.width).toBeCloseTo(right.at)
    expect(right.at + right.width).toBeLessThanOrEqual(100 + 1e-9)
    expect(both.at + both.width / 2).toBeCloseTo(50)
  }
})

test('chance is told in books', () => {
  expect(oneIn(0.0025)).toBe(400)
  expect(oneIn(1 / 1001)).toBe(1000)
  expect(oneIn(0.2)).toBe(5)
  expect(chanceWords(0.0025)).toBe('Chance makes 1 of 400 groups of its kind as tightly tied.')
  expect(chanceWords(0.7)).toContain('7 of 10')
  expect(chanceShort(0.0025)).toBe('1 in 400')
  expect(chanceShort(null)).toBe('–')
})
