import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { views } from '../../features/index.ts'
import { rules } from '../../src/rules/index.ts'
import { LINES } from '../../src/schema/words.ts'

const folder = join(import.meta.dirname, '../../src/rules')
const SHARED = new Set(['index.ts', 'references.ts', 'show.ts', 'visit-not-on-record.ts'])

test('one file a rule: id, file and export predict each other', async () => {
  const files = readdirSync(folder).filter((name) => !SHARED.has(name))
  expect(files.sort()).toEqual(rules.map((rule) => `${rule.id.replaceAll('_', '-')}.ts`).sort())
  for (const rule of rules) {
    const name = rule.id.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
    const file = (await import(join(folder, `${rule.id.replaceAll('_', '-')}.ts`))) as Record<string, unknown>
    expect(file[name], rule.id).toBe(rule)
  }
})

test('ids and titles are unique, and every line of business has red flags', () => {
  expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length)
  expect(new Set(rules.map((rule) => rule.title.en)).size).toBe(rules.length)
  expect(new Set(rules.map((rule) => rule.title.zh)).size).toBe(rules.length)
  for (const line of [...LINES, 'any'])
    expect(rules.filter((rule) => rule.line === line).length, line).toBeGreaterThan(1)
  expect(rules.length).toBeGreaterThanOrEqual(24)
})

test('every feature that a rule reads stands on the shelf, and none is protected', () => {
  for (const rule of rules) {
    const known = views.filter((view) => view.entity === rule.entity)
    for (const name of rule.reads) {
      const view = known.find((v) => name in v.features)
      expect(view, `${rule.id} reads ${name}`).toBeDefined()
      expect(view?.features[name as keyof typeof view.features]?.isProtected, name).not.toBe(true)
    }
  }
})

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s speaks on its hits and is silent on its misses',
  (_, rule) => {
    for (const { title, features } of rule.hits) {
      expect(Object.keys(features).sort()).toEqual([...rule.reads].sort())
      expect(rule.when(features), title).toBe(true)
      const said = rule.reason(features)
      for (const text of [said.en, said.zh]) expect(text).not.toMatch(/NaN|undefined|Infinity/)
      expect(said.zh).toMatch(/\p{Script=Han}/u)
    }
    for (const { title, features } of rule.misses) {
      expect(Object.keys(features).sort()).toEqual([...rule.reads].sort())
      expect(rule.when(features), title).toBe(false)
    }
    const nothing = Object.fromEntries(rule.reads.map((name) => [name, Number.NaN]))
    expect(rule.when(nothing), 'knows nothing').toBe(false)
  },
)

test('every rule tells what to do, when it errs and where it comes from', () => {
  for (const { id, weight, runbook, title, falsePositives, references } of rules) {
    expect(weight, id).toBeGreaterThan(0)
    expect(weight, id).toBeLessThanOrEqual(2)
    for (const text of [title, runbook]) {
      expect(text.en.length, id).toBeGreaterThan(5)
      expect(text.zh, id).toMatch(/\p{Script=Han}/u)
    }
    expect(runbook.en, id).toMatch(/^1\. .* 2\. /)
    expect(falsePositives.length, id).toBeGreaterThan(0)
    expect(references.length, id).toBeGreaterThan(0)
  }
})
