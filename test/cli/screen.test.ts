/** Screening on the command line: a small list of one's own, and a tenth of the published one where it is at hand. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluateScreen } from '../../src/linkage/index.ts'
import { openWarehouse, quoteText } from '../../src/warehouse/index.ts'
import { claimscope, demoHome } from '../demo-home.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claimscope-screen-'))
  await writeFile(
    join(folder, 'sdn.csv'),
    'ent_num,sdn_name,sdn_type,program,title,call_sign,vess_type,tonnage,grt,vess_flag,vess_owner,remarks\n' +
      '1,"PETROVICH, Ivan",individual,X,,,,,,,,\n2,"OCEAN ""STAR"" SHIPPING, LTD.",,X,,,,,,,,\n3,BLUE WAVE,vessel,X,,,,,,,,\n',
  )
  await writeFile(
    join(folder, 'alt.csv'),
    'ent_num,alt_num,alt_type,alt_name,alt_remarks\n1,10,aka,"PETROVIC, Ivan",\n2,11,aka,OCEANSTAR SHIPPING LIMITED,\n3,12,fka,RED SUN,\n',
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('each alias is asked of the list, by kind, and what no name can find is counted', async () => {
  const { code, stdout, stderr } = await claimscope(['screen', '--list', folder, '--json'])
  expect(stderr).not.toContain('Error')
  expect(code).toBe(0)
  const result = JSON.parse(stdout)
  const value = (name: string) => result.metrics[name].value
  expect([value('queries'), value('listed'), value('unlike')]).toEqual([3, 3, 1])
  expect(value('top1')).toBeCloseTo(2 / 3, 10)
  expect(value('alike_top1')).toBe(1)
  expect(Object.keys(result.by_kind)).toEqual(['entity', 'person', 'vessel'])
})

test('a folder without the list, and nothing to screen, are told in a sentence', async () => {
  const missing = await claimscope(['screen', '--list', join(folder, 'nowhere')])
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('missing file')])
  const nothing = await claimscope(['screen'])
  expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('missing option')])
})

test('the parties of a book are screened against its lists, the surest first', async () => {
  const { code, stdout } = await claimscope([
    'screen',
    '--book',
    'insurer',
    '--home',
    await demoHome(),
    '--json',
    '--limit',
    '3',
  ])
  expect(code).toBe(0)
  const { parties, entries, hits } = JSON.parse(stdout)
  expect(parties).toBeGreaterThan(1000)
  expect(entries).toBeGreaterThan(100)
  expect(hits).toHaveLength(3)
  expect(hits[0].weight).toBeGreaterThanOrEqual(hits[1].weight)
  expect(hits[0].reasons.map((reason: { comparison: string }) => reason.comparison)).toContain('name')
})

const real = resolve(process.env.CLAIMSCOPE_DATA ?? '../shared/data', 'watchlist')
if (!existsSync(real)) console.warn(`skipped: no real data at ${real} [set CLAIMSCOPE_DATA to its parent]`)

test.skipIf(!existsSync(real))(
  'the published list: the party of an alias comes first in six of ten',
  async () => {
    const warehouse = await openWarehouse({ path: ':memory:', mode: 'write', allowedDirectories: [real] })
    const rows = async (file: string, columns: string) => {
      const found = await warehouse.columns(
        `select ${columns} from read_csv(${quoteText(join(real, file))}, all_varchar = true, header = true)`,
        { id: 'string', name: 'string', party: 'string' },
      )
      return Array.from({ length: found.rows }, (_, i) => ({
        entryId: String(found.columns.id[i]),
        partyId: String(found.columns.party[i]),
        name: String(found.columns.name[i] ?? ''),
        kind: 'any',
      }))
    }
    const listed = await rows('sdn.csv', `'s' || ent_num as id, sdn_name as name, ent_num as party`)
    const aliases = await rows('alt.csv', `'a' || alt_num as id, alt_name as name, ent_num as party`)
    await warehouse.close()
    const found = evaluateScreen(
      listed,
      aliases.filter((_, i) => i % 40 === 0),
    )
    expect(found.top1).toBeGreaterThan(0.58)
    expect(found.top5).toBeGreaterThan(0.69)
    expect(found.alike.top5).toBeGreaterThan(0.8)
  },
)
