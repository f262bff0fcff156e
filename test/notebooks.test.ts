import { expect, test } from 'vitest'
import { claimscope, demoHome } from './demo-home.ts'

test('every notebook runs on the demo book', async () => {
  const home = await demoHome()
  const { code, stdout, stderr } = await claimscope(['notebooks', '--home', home])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  for (const name of [
    '01_the_flow',
    '02_claims_and_features',
    '03_rings',
    '04_models_compared',
    '05_early_warning',
    '06_underwriting',
    '07_ring_investigation',
  ])
    expect(stdout).toContain(`=== ${name}.nb.ts`)
  expect(stdout).toContain('rings,')
  expect(stdout).toContain('REFERRAL TO INVESTIGATION')
}, 240_000)
