import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { ensemble } from '../../src/models/ensemble.ts'
import { logistic } from '../../src/models/linear/linear.ts'
import { modelRegistry, type NewModel } from '../../src/models/registry.ts'
import { trees } from '../../src/models/trees/trees.ts'
import { canonical, hashOf } from '../../src/util/hash.ts'
import { random } from '../../src/util/random.ts'
import { sample } from './sample-data.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const { x, labels } = sample(300, 81)
const definitions = Object.fromEntries(x.names.map((name) => [name, hashOf(name)]))

async function newModel(id: string, seed = 1): Promise<NewModel> {
  const model = await ensemble([
    { model: trees({ rounds: 5, maxDepth: 3, rowSample: 0.8 }), bag: 2 },
    { model: logistic() },
  ]).fit(x, labels, {
    seed,
  })
  return {
    id,
    task: 'claim_fraud',
    createdAt: '2024-05-01T00:00:00.000Z',
    seed,
    recipe: 'r1',
    training: { snapshot: 's1', rows: 300, events: 120, from: '2023-01-01', until: '2024-01-01' },
    metrics: { roc_auc: { value: 0.8, low: 0.75, high: 0.84 } },
    model,
    definitions,
    x,
  }
}

test('a saved model comes back with the same margins, and only once under an id', async () => {
  const registry = modelRegistry(join(folder, 'deep', 'models'))
  expect(await registry.list()).toEqual([])
  const given = await newModel('fraud-1')
  const saved = await registry.save(given)
  const { model, entry, sha256 } = await registry.load('fraud-1', definitions)
  expect(model.margin(x)).toEqual(given.model.margin(x))
  expect(entry.features.map(({ name }) => name)).toEqual(x.names)
  expect(sha256).toBe(saved.sha256)
  expect(await registry.list()).toEqual(['fraud-1'])
  // Saving the same again changes nothing; another model may not take the id.
  await registry.save(given)
  await expect(registry.save(await newModel('fraud-1', 2))).rejects.toThrow('duplicate model: "fraud-1"')
  expect(await readdir(join(folder, 'deep', 'models'))).toEqual(['fraud-1.json'])
})

test('two hundred mutations of a file are all refused', async () => {
  const registry = modelRegistry(folder)
  await registry.save(await newModel('m'))
  const path = join(folder, 'm.json')
  const original = await readFile(path)
  const rng = random(5)
  for (let i = 0; i < 200; i++) {
    const at = rng.int(0, original.length - 1)
    const change = rng.pick(['flip', 'cut', 'drop', 'insert', 'swap digit'] as const)
    let bytes = Buffer.from(original)
    if (change === 'flip') bytes[at] ^= 1 << rng.int(0, 7)
    else if (change === 'cut') bytes = bytes.subarray(0, at)
    else if (change === 'drop') bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
    else if (change === 'insert')
      bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(' '), bytes.subarray(at)])
    else {
      const digit = original.findIndex((byte, k) => k >= at && byte >= 48 && byte <= 56)
      bytes[digit >= 0 ? digit : original.findIndex((byte) => byte >= 48 && byte <= 56)]++
    }
    await writeFile(path, bytes)
    await expect(registry.load('m', definitions), `${change} at ${at}`).rejects.toThrow(UserError)
  }
  await writeFile(path, original)
  await registry.load('m', definitions)
})

test('a file sealed anew around other content is still refused where that content cannot hold', async () => {
  const registry = modelRegistry(folder)
  await registry.save(await newModel('m'))
  const path = join(folder, 'm.json')
  const { sha256: _, ...body } = JSON.parse(await readFile(path, 'utf8'))
  const reseal = async (change: (copy: typeof body) => void) => {
    const copy = structuredClone(body)
    change(copy)
    await writeFile(path, `${canonical({ ...copy, sha256: hashOf(copy) })}\n`)
    return registry.load('m', definitions)
  }
  await expect(reseal(() => undefined)).resolves.toBeDefined()
  await expect(reseal((copy) => (copy.schema = 1))).rejects.toThrow('invalid format of model file: 1')
  await expect(reseal((copy) => (copy.model.kind = 'oracle'))).rejects.toThrow('unknown model kind: "oracle"')
  await expect(reseal((copy) => (copy.model.version = 9))).rejects.toThrow('invalid version of ensemble: 9')
  await expect(reseal((copy) => (copy.golden.margins[3] += 1e-6))).rejects.toThrow('invalid golden margin')
  await expect(reseal((copy) => (copy.golden.margins = []))).rejects.toThrow('missing golden vectors')
  await expect(reseal((copy) => (copy.model.body.weights[0] *= 1.01))).rejects.toThrow(
    'invalid golden margin',
  )
  await expect(reseal((copy) => (copy.model.body.members[0].body.base = null))).rejects.toThrow(
    'invalid base margin',
  )
  await expect(reseal((copy) => (copy.features[0].name = 'other'))).rejects.toThrow(UserError)
  await expect(reseal((copy) => (copy.extra = 1))).rejects.toThrow('extra')
  await expect(reseal((copy) => (copy.id = 'n'))).rejects.toThrow('holds another model')
})

test('a model whose features are defined otherwise now is refused', async () => {
  const registry = modelRegistry(folder)
  await registry.save(await newModel('m'))
  const moved = { ...definitions, delay: hashOf('another query') }
  await expect(registry.load('m', moved)).rejects.toThrow('invalid features of model: delay')
  const { peril: _, ...fewer } = definitions
  await expect(registry.load('m', fewer)).rejects.toThrow('invalid features of model: peril')
  await expect(registry.load('../m')).rejects.toThrow('invalid model id: "../m"')
  await expect(registry.save({ ...(await newModel('n')), definitions: fewer })).rejects.toThrow(
    'missing definition hash: peril',
  )
})
