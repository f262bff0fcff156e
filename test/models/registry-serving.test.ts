/** A model file that is damaged in any way is refused, and the last good one serves. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { modelFiles } from '../../src/run/model-files.ts'
import { modelLife } from '../../src/run/model-life.ts'
import { modelSummaries } from '../../src/run/model-summaries.ts'
import { readServing } from '../../src/run/serving.ts'
import { canonical, hashOf } from '../../src/util/hash.ts'
import { random } from '../../src/util/random.ts'
import { book, FIRST, lifeHome, OTHER, SECOND, shelves, TASK, THIRD, view, x } from './life-home.ts'

let home = ''
let path = ''
let original: Buffer
let body: Record<string, unknown>
beforeAll(async () => {
  home = await lifeHome()
  path = modelFiles(home, book.name).path(SECOND)
  original = await readFile(path)
  const { sha256: _, ...rest } = JSON.parse(original.toString())
  body = rest
})
afterAll(() => rm(home, { recursive: true, force: true }))

const serving = (sql?: string) =>
  readServing(home, book.name, TASK, null, { entity: 'claim', views: [view(sql)], rules: [] })

const sealed = (content: unknown) => `${canonical({ ...(content as object), sha256: hashOf(content) })}\n`

test('without a fault the champion serves', async () => {
  const { kept, refused } = await serving()
  expect([kept.modelId, refused]).toEqual([SECOND, []])
})

const rng = random(2026)

/** Every way that a file goes wrong, each with the words that it is refused with. */
const MUTATIONS: Readonly<Record<string, () => Promise<string | Buffer> | string | Buffer>> = {
  'corrupted bytes': () => {
    const bytes = Buffer.from(original)
    for (let k = rng.int(1, 3); k > 0; k--) bytes[rng.int(0, bytes.length - 1)] ^= 1 << rng.int(0, 7)
    return bytes.equals(original) ? bytes.subarray(1) : bytes
  },
  'a block of zeros': () => {
    const bytes = Buffer.from(original)
    const at = rng.int(0, bytes.length - 64)
    return bytes.fill(0, at, at + 64)
  },
  truncated: () => original.subarray(0, rng.int(0, original.length - 1)),
  empty: () => '',
  'swapped with another model': () =>
    readFile(modelFiles(home, book.name).path(rng.pick([FIRST, THIRD, OTHER]))),
  'older format': () => sealed({ ...body, schema: rng.pick([0, 1, 3, '2', null]) }),
  'older definitions': () => {
    const features = structuredClone(body.features) as { hash: string }[]
    features[rng.int(0, features.length - 1)].hash = hashOf(rng.int(0, 1e9))
    return sealed({ ...body, features })
  },
  'an edited number, sealed anew': () => {
    const copy = structuredClone(body) as {
      model: { body: { value: number[] } }
      golden: { margins: number[] }
    }
    const { value } = copy.model.body
    // A leaf that a golden row falls into decides a margin; the rest of the file is held by its hash alone.
    value.forEach((leaf, i) => {
      if (leaf !== 0) value[i] = leaf * (1 + rng.int(1, 9) / 1000)
    })
    return sealed(copy)
  },
  'an edited number': () => {
    const text = original.toString()
    const digits = [...text.matchAll(/[1-8]/g)].map((match) => match.index)
    const at = rng.pick(digits)
    return `${text.slice(0, at)}${Number(text[at]) + 1}${text.slice(at + 1)}`
  },
  'keys in another order': () => {
    const entries = Object.entries(JSON.parse(original.toString()))
    const turn = rng.int(1, entries.length - 1)
    return `${JSON.stringify(Object.fromEntries([...entries.slice(turn), ...entries.slice(0, turn)]))}\n`
  },
  'another layout': () => `${JSON.stringify(JSON.parse(original.toString()), null, rng.int(1, 4))}\n`,
  'features in another order': () => {
    const copy = structuredClone(body) as { features: unknown[] }
    copy.features.reverse()
    return sealed(copy)
  },
  'without its golden vectors': () => sealed({ ...body, golden: { rows: [], margins: [] } }),
}

test('each of two hundred mutations is refused with a clear error, and the model before serves', async () => {
  const names = Object.keys(MUTATIONS)
  const margins = (await serving()).kept.main.margin(x)
  const counts: Record<string, number> = {}
  for (let k = 0; k < 200; k++) {
    const name = names[k % names.length]
    await writeFile(path, await MUTATIONS[name]())
    const { kept, refused } = await serving()
    expect([name, kept.modelId]).toEqual([name, FIRST])
    expect(refused.map(({ modelId }) => modelId)).toEqual([SECOND])
    expect(refused[0].reason).toMatch(/^(invalid|missing|unknown) [a-zA-Z0-9 -]+.*/)
    expect(refused[0].reason.length).toBeLessThan(400)
    counts[name] = (counts[name] ?? 0) + 1
  }
  expect(Math.min(...Object.values(counts))).toBeGreaterThanOrEqual(15)
  await writeFile(path, original)
  const again = await serving()
  expect(again.kept.modelId).toBe(SECOND)
  expect(again.kept.main.margin(x)).toEqual(margins)
})

test('a file that is gone is passed over too; when none is left the reasons are told', async () => {
  await rm(path)
  expect((await serving()).refused[0].reason).toContain(`unknown model: "${SECOND}"`)
  await writeFile(path, original)
  await expect(serving('another definition')).rejects.toThrow('missing model: claim_fraud')
})

test('the desk says what is refused and what serves, and sees it mended', async () => {
  const life = modelLife(home, book, shelves())
  const now = async () => (await life.serving())[0]
  expect(await now()).toMatchObject({ champion: SECOND, serving: SECOND, refused: [] })
  await writeFile(path, original.subarray(0, 1000))
  expect(await now()).toMatchObject({ champion: SECOND, serving: FIRST, refused: [{ modelId: SECOND }] })
  const shown = await modelSummaries(home, book.name, [view()])
  expect(shown.map(({ modelId, role }) => [modelId, role])).toEqual([
    [OTHER, 'challenger'],
    [THIRD, 'challenger'],
    [FIRST, 'former'],
  ])
  await expect(life.card(SECOND)).rejects.toThrow('invalid JSON')
  await writeFile(path, original)
  expect(await now()).toMatchObject({ serving: SECOND, refused: [] })
})
