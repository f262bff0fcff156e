/** The command line as a person meets it: one JSON document, exit codes, faults in one sentence. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimscope, demoHome } from '../demo-home.ts'

let home: string
let folder: string

beforeAll(async () => {
  home = await demoHome()
  folder = await mkdtemp(join(tmpdir(), 'claimscope-cli-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test.each([
  ['an unknown command', ['frobnicate'], 'unknown command'],
  ['an unknown option', ['run', '--frobnicate'], 'unknown option'],
  ['an unknown book', ['run', '--book', 'nonesuch', '--data', '.'], 'unknown book: "nonesuch"'],
  ['a book without its files', ['run', '--book', 'carclaims', '--data', '/nonexistent'], 'missing file'],
  ['a book without a folder', ['run', '--book', 'carclaims'], 'missing option: --data'],
  ['a number that is none', ['synthesize', '--to', 'x', '--size', 'many'], 'a whole number'],
  ['an unknown claim', ['explain', 'NO-SUCH-CLAIM'], 'unknown claim: "NO-SUCH-CLAIM"'],
  ['an unknown benchmark', ['bench', 'nonesuch'], 'unknown benchmark'],
  ['an unknown source', ['check', 'package.json', '--source', 'nonesuch'], 'unknown source'],
  ['an unknown snapshot', ['rollback', '20200101T000000Z-000000'], 'unknown snapshot'],
])('%s ends with code 2, one sentence and no stack', async (_what, args, says) => {
  const needsHome = !['frobnicate', 'synthesize', 'bench'].includes(args[0])
  const { code, stdout, stderr } = await claimscope([...args, ...(needsHome ? ['--home', home] : [])])
  expect(stderr).toContain(says)
  expect(stderr).not.toMatch(/\n\s+at /)
  expect(code).toBe(2)
  expect(stdout).toBe('')
})

test('--json prints one document on stdout', async () => {
  for (const args of [
    ['catalog'],
    ['verify', '--home', home],
    ['associations', '--home', home, '--limit', '5'],
    ['bench'],
    ['prune', '--home', home, '--keep', '9'],
  ]) {
    const { code, stdout } = await claimscope([...args, '--json'])
    expect(code, args.join(' ')).toBe(0)
    expect(() => JSON.parse(stdout), args.join(' ')).not.toThrow()
  }
})

test('explain takes the riskiest claim apart, and its parts add up', async () => {
  const { snapshots } = await import('../../src/warehouse/index.ts')
  const { warehouse } = await snapshots(home, 'insurer').openCurrent()
  const top = await warehouse.db
    .selectFrom('score.risk')
    .where('entity', '=', 'claim')
    .select('entity_id')
    .orderBy('probability', 'desc')
    .executeTakeFirstOrThrow()
  await warehouse.close()
  const { code, stdout } = await claimscope(['explain', top.entity_id, '--home', home, '--json'])
  expect(code).toBe(0)
  const told = JSON.parse(stdout) as {
    log_odds: number
    parts: { part: string; log_odds: number }[]
    reasons: { part: string; log_odds: number }[]
  }
  expect(told.parts.reduce((sum, p) => sum + p.log_odds, 0)).toBeCloseTo(told.log_odds, 9)
  for (const { part, log_odds } of told.parts) {
    const mine = told.reasons.filter((r) => r.part === part)
    expect(mine.reduce((sum, r) => sum + r.log_odds, 0)).toBeCloseTo(log_odds, 9)
  }
})

test('check says how a file fits, and code 3 when it does not', async () => {
  const { books } = await import('../../pipelines/index.ts')
  const source = books.flatMap((b) => b.sources).find((s) => s.name === 'carclaims/claims')
  const good = join(folder, 'carclaims.csv')
  await writeFile(good, source?.sample ?? '')
  const fits = await claimscope(['check', good, '--source', 'carclaims/claims', '--home', home, '--json'])
  expect(JSON.parse(fits.stdout)).toMatchObject({ fits: true, quarantined: 0, into: 'core.claim' })
  expect(fits.code).toBe(0)
  const bad = join(folder, 'other.csv')
  await writeFile(bad, 'a,b\n1,2\n')
  const misfit = await claimscope(['check', bad, '--source', 'carclaims/claims', '--home', home, '--json'])
  expect(JSON.parse(misfit.stdout)).toMatchObject({ fits: false })
  expect(misfit.code).toBe(3)
})
