/** Mentions of the demo book, held against what its articles are known to name. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { book } from '../../pipelines/insurer/index.ts'
import { lexicon } from '../../pipelines/insurer/web/lexicon.ts'
import { ingest } from '../../src/ingestion/index.ts'
import { findMentions, type MentionReport } from '../../src/mentions/index.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { generateBook } from '../../src/synthetic/index.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

const root = mkdtempSync(join(tmpdir(), 'claimscope-mentions-'))
const files = join(root, 'files')
let warehouse: Warehouse
let report: MentionReport

const rows = async <T>(text: string): Promise<T[]> => (await sql.raw<T>(text).execute(warehouse.db)).rows

beforeAll(async () => {
  await generateBook({ directory: files, answerKeyDirectory: join(root, 'key'), seed: 11, claims: 1200 })
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write', allowedDirectories: [files, root] })
  await warehouse.execute(schemaDdl())
  const wanted = ['core.party', 'core.party_identity', 'core.article', 'core.post']
  await ingest(
    warehouse,
    book.sources.filter(({ into }) => wanted.includes(into)),
    {
      book: book.name,
      dataDirectory: files,
      workDirectory: join(root, 'work'),
      loadedAt: new Date('2026-07-01'),
    },
  )
  report = await findMentions(warehouse, lexicon)
}, 120_000)
afterAll(async () => {
  await warehouse?.close()
  rmSync(root, { recursive: true, force: true })
})

/** Precision and recall of the pairs of article and thing, of one kind. */
async function measure(kind: string): Promise<{ precision: number; recall: number; named: number }> {
  const there = new Set(
    (await rows<{ id: string }>('select article_id as id from core.article')).map(({ id }) => id),
  )
  const truth = new Set<string>()
  const judged = new Set<string>()
  for (const line of readFileSync(join(root, 'key', 'articles.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')) {
    const { article_id: id, named } = JSON.parse(line) as { article_id: string; named: readonly string[] }
    // Damaged records stand in quarantine.
    if (!there.has(id)) continue
    judged.add(id)
    for (const thing of named) if (thing.startsWith(`${kind} `)) truth.add(`${id} ${thing}`)
  }
  const found = (
    await rows<{ id: string; thing: string }>(
      `select document_id as id, mention_kind || ' ' || value as thing from core.mention where document_kind = 'article' and mention_kind = '${kind}'`,
    )
  ).filter(({ id }) => judged.has(id))
  const right = found.filter(({ id, thing }) => truth.has(`${id} ${thing}`)).length
  process.stderr.write(
    `mentions of kind ${kind}: ${truth.size} named, ${found.length} found, ${right} of these right\n`,
  )
  return { precision: right / found.length, recall: right / truth.size, named: truth.size }
}

test.each([
  ['party', 0.99, 0.97],
  ['place', 0.99, 0.98],
  ['event', 0.99, 0.98],
] as const)('of what articles name, kind %s', async (kind, precision, recall) => {
  const found = await measure(kind)
  expect(found.named).toBeGreaterThan(40)
  expect(found.precision).toBeGreaterThanOrEqual(precision)
  expect(found.recall).toBeGreaterThanOrEqual(recall)
})

test('every mention says where it stands, and what it says stands there', async () => {
  const [{ wrong, n }] = await rows<{ wrong: number; n: number }>(`
    select count(*)::integer as n, count(*) filter (where substr(coalesce(case m.field when 'title' then a.title else a.body end, p.body), m.start_at + 1, length(m.matched)) <> m.matched)::integer as wrong
    from core.mention m left join core.article a on m.document_kind = 'article' and a.article_id = m.document_id
    left join core.post p on m.document_kind = 'post' and p.post_id = m.document_id`)
  expect(n).toBe(report.mentions)
  expect(n).toBeGreaterThan(500)
  expect(wrong).toBe(0)
})

test('no customer is looked for, and a mention is known when its text and its name are', async () => {
  expect(
    await rows(`select m.mention_id from core.mention m join core.party p on p.party_id = m.value
      where m.mention_kind = 'party' and p.party_type = 'person'`),
  ).toEqual([])
  expect(
    await rows(`select m.mention_id from core.mention m left join core.article a on a.article_id = m.document_id
      left join core.party p on p.party_id = m.value and m.mention_kind = 'party'
      where m.document_kind = 'article' and m.known_at <> greatest(a.known_at, coalesce(p.known_at, a.known_at))`),
  ).toEqual([])
})

test('a second look at the same texts finds the same', async () => {
  const before = await rows('select * from core.mention order by mention_id')
  const again = await findMentions(warehouse, lexicon)
  expect({ ...again, seconds: 0 }).toEqual({ ...report, seconds: 0 })
  expect(await rows('select * from core.mention order by mention_id')).toEqual(before)
})
