/** The shelves as data: names that are unique and predict each other, and nothing that refers to what is not there. */
import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { shelves } from '../src/cli/shelves.ts'

const root = resolve(import.meta.dirname, '..')
const kebab = (name: string) => name.replaceAll('_', '-')
const files = (folder: string) =>
  readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' }).map((f) =>
    f.replaceAll('\\', '/'),
  )

const featuresOf = (entity: string) =>
  new Set(shelves.views.filter((v) => v.entity === entity).flatMap((v) => Object.keys(v.features)))

test.each([
  ['books', shelves.books.map((b) => b.name)],
  ['sources', shelves.books.flatMap((b) => b.sources.map((s) => s.name))],
  ['views', shelves.views.map((v) => v.name)],
  ['rules', shelves.rules.map((r) => r.id)],
  ['links', shelves.links.map((l) => l.name)],
  ['signals', shelves.signals.map((s) => s.name)],
])('names of %s are unique', (_shelf, names) => {
  expect(names.length).toBeGreaterThan(3)
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
})

test('feature names are unique within an entity', () => {
  const all = shelves.views.flatMap((v) => Object.keys(v.features).map((f) => `${v.entity}/${f}`))
  expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([])
  expect(all.length).toBeGreaterThanOrEqual(40)
})

test('a file bears the name of what it declares', () => {
  const there = new Set([
    ...files('features').map((f) => `features/${f}`),
    ...files('src/rules').map((f) => `src/rules/${f}`),
    ...files('src/links').map((f) => `src/links/${f}`),
    ...files('src/signals').map((f) => `src/signals/${f}`),
  ])
  for (const v of shelves.views) expect(there).toContain(`features/${v.entity}/${kebab(v.name)}.ts`)
  for (const r of shelves.rules) expect(there).toContain(`src/rules/${kebab(r.id)}.ts`)
  for (const l of shelves.links) expect(there).toContain(`src/links/${kebab(l.name)}.ts`)
  for (const s of shelves.signals) expect(there).toContain(`src/signals/${kebab(s.name)}.ts`)
})

test('rules read features that there are, and tasks leave out what there is', () => {
  for (const rule of shelves.rules) {
    const known = featuresOf(rule.entity)
    expect(
      rule.reads.filter((name) => !known.has(name)),
      rule.id,
    ).toEqual([])
  }
  for (const task of shelves.books.flatMap((b) => b.tasks)) {
    const known = new Set([
      ...featuresOf(task.entity),
      ...shelves.views.filter((v) => v.entity === task.entity).map((v) => v.name),
    ])
    expect(
      (task.without ?? []).filter((name) => !known.has(name)),
      task.name,
    ).toEqual([])
  }
})

test('all five groups of the indicator system, network and corroboration are there', () => {
  const groups = new Set(shelves.views.flatMap((v) => Object.values(v.features).map((f) => f.group)))
  expect([...groups].sort()).toEqual(
    ['behaviour', 'claims', 'corroboration', 'customer', 'health', 'network', 'product'].sort(),
  )
  expect(shelves.rules.length).toBeGreaterThanOrEqual(20)
  const lines = new Set(shelves.rules.map((r) => r.line))
  for (const line of ['auto', 'health', 'accident', 'travel', 'group', 'agricultural'] as const)
    expect(lines).toContain(line)
})

test('protected features are used by nobody but who says so', () => {
  for (const task of shelves.books.flatMap((b) => b.tasks)) {
    const protectedOnes = shelves.views
      .filter((v) => v.entity === task.entity)
      .flatMap((v) => Object.entries(v.features).flatMap(([name, meta]) => (meta.isProtected ? [name] : [])))
    expect(
      (task.openly ?? []).filter((name) => !protectedOnes.includes(name)),
      task.name,
    ).toEqual([])
    if (task.objective === 'binary') expect(task.openly, task.name).toBeUndefined()
  }
  expect(featuresOf('claim')).toContain('gender')
})
