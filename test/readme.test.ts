/** The README says what is so. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { shelves } from '../src/cli/shelves.ts'
import { renewReadme } from '../src/run/readme.ts'

const root = resolve(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

test('its tables are those of the shelves (catalog --renew README.md)', () => {
  expect(renewReadme(readme, shelves)).toBe(readme)
})

test('every path that it names is there', () => {
  const paths = [
    ...readme.matchAll(/`((?:src|pipelines|features|dashboards|notebooks|test)\/[\w./-]*)`/g),
  ].map((m) => m[1])
  expect(paths.length).toBeGreaterThan(15)
  for (const path of paths) expect(existsSync(join(root, path)), path).toBe(true)
  for (const [, picture] of readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g))
    expect(existsSync(join(root, picture)), picture).toBe(true)
})
