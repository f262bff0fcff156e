import { expect, test } from 'vitest'
import { claimscope, demoHome } from '../demo-home.ts'

interface Listed {
  readonly total: number
  readonly explained: number
  readonly by_typology: Readonly<Record<string, number>>
  readonly explained_rings: readonly { readonly checks: readonly { readonly holds: boolean }[] }[]
  readonly rings: readonly {
    readonly score: number
    readonly explanation: string | null
    readonly members: readonly string[]
    readonly reasons: readonly { readonly log_odds: number; readonly text: { readonly en: string } }[]
    readonly checks: readonly { readonly id: string; readonly holds: boolean }[]
  }[]
}

test('rings of the current snapshot are listed by score, with reasons that add up and checks', async () => {
  const home = await demoHome()
  const { code, stdout, stderr } = await claimscope(['rings', '--home', home, '--json', '--limit', '5'])
  expect(code, stderr).toBe(0)
  const { total, explained, by_typology, rings, explained_rings } = JSON.parse(stdout) as Listed
  expect(Object.values(by_typology).reduce((sum, n) => sum + n, 0)).toBe(total)
  expect(rings).toHaveLength(Math.min(5, total - explained))
  expect(explained_rings).toHaveLength(Math.min(5, explained))
  for (const { checks } of explained_rings) expect(checks.some(({ holds }) => holds)).toBe(true)
  expect(rings.map((ring) => ring.score)).toEqual(rings.map((ring) => ring.score).sort((a, b) => b - a))
  for (const ring of rings) {
    const logOdds = ring.reasons.reduce((sum, reason) => sum + reason.log_odds, 0)
    expect(ring.score).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 9)
    expect(ring.explanation).toBeNull()
    expect(ring.checks.length).toBeGreaterThan(4)
    expect(ring.checks.some((check) => check.holds)).toBe(false)
    expect(ring.members.length).toBeGreaterThan(0)
  }
}, 300_000)

test('seeds are whole numbers, and belong to demo books', async () => {
  expect((await claimscope(['rings', '--seeds', '1,x'])).code).toBe(2)
  const { code, stderr } = await claimscope(['rings', '--seeds', '1', '--book', 'medicare'])
  expect(code).toBe(2)
  expect(stderr).toContain('invalid option: --seeds')
})
