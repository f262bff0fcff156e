import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { views } from '../../features/index.ts'
import { ENTITIES, FEATURE_GROUPS } from '../../src/schema/words.ts'

const folder = join(import.meta.dirname, '../../features')
const features = views.flatMap((view) =>
  Object.entries(view.features).map(([name, meta]) => ({ view: view.name, entity: view.entity, name, meta })),
)

test('every view stands in the file that its name predicts, and every file is on the shelf', () => {
  for (const view of views)
    expect(existsSync(join(folder, view.entity, `${view.name.replaceAll('_', '-')}.ts`)), view.name).toBe(
      true,
    )
  const files = ENTITIES.flatMap((entity) => readdirSync(join(folder, entity)))
  expect(files.length).toBe(views.length)
})

test('names of views are unique, names of features within their entity', () => {
  expect(new Set(views.map((v) => v.name)).size).toBe(views.length)
  const names = features.map((f) => `${f.entity}.${f.name}`)
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
})

test('there are forty features at least, for every entity and from every group', () => {
  expect(features.length).toBeGreaterThanOrEqual(40)
  expect(new Set(features.map((f) => f.entity))).toEqual(new Set(ENTITIES))
  expect(new Set(features.map((f) => f.meta.group))).toEqual(new Set(FEATURE_GROUPS))
})

test('names are snake_case and end as their unit asks', () => {
  for (const { name, meta } of features) {
    expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
    if (meta.unit === 'money') expect(name).toMatch(/amount(_|$)/)
    if (meta.unit === 'share')
      expect(name).toMatch(/(_share|_probability|degree_of_loss|payout_ratio|centrality_max)$/)
    if (meta.unit === 'sd') expect(name).toMatch(/_z$/)
    if (meta.unit === 'days') expect(name).toMatch(/days/)
    if (meta.unit === '0/1') expect(name).toMatch(/^(is|has)_|(matches|supports)_/)
    if (meta.unit === 'category') expect(meta.categories?.length).toBeGreaterThan(1)
    expect(new Set(meta.categories).size).toBe(meta.categories?.length ?? 0)
  }
})

test('every feature is explained in both languages', () => {
  for (const { name, meta } of features) {
    expect(meta.meaning.en.length, name).toBeGreaterThan(2)
    expect(meta.meaning.zh, name).toMatch(/\p{Script=Han}/u)
  }
})

test('age, gender and marital status are marked as protected', () => {
  for (const { name, meta } of features)
    if (/(^|_)(age|gender|marital_status)(_mean|_now)?$/.test(name) && !/vehicle/.test(name))
      expect(meta.isProtected, name).toBe(true)
})

test('an example that tells a later story is run again at an earlier moment, in most views', () => {
  const again = views.filter((view) => view.examples.some((example) => example.earlier))
  expect(again.length / views.length).toBeGreaterThan(0.75)
  for (const view of views)
    for (const example of view.examples)
      for (const name of [...Object.keys(example.expect), ...Object.keys(example.earlier?.expect ?? {})])
        expect(Object.keys(view.features)).toContain(name)
})
