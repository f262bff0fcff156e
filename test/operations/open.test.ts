import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openOperations } from '../../src/operations/index.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'claimscope-open-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const entry = { at: new Date(0), actor: 'a', action: 'b', subject: 'c' }

test('what was written is there after closing and opening again', async () => {
  const first = await openOperations({ home })
  await first.audit.record(entry)
  await first.close()
  expect(existsSync(join(home, 'operations', 'operations.duckdb'))).toBe(true)
  const second = await openOperations({ home })
  expect(await second.audit.verify()).toMatchObject({ ok: true, entries: 1 })
  await second.close()
})

test('a store that another process holds is refused with its name', async () => {
  const open = await openOperations({ home })
  const script = `
    const { openOperations } = await import(${JSON.stringify(resolve('src/operations/index.ts'))})
    await openOperations({ home: ${JSON.stringify(home)} }).then(
      () => console.log('opened'),
      (error) => console.log(error.status, error.message))
    process.exit(0)`
  const said = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  })
  expect(said).toContain('409')
  expect(said).toContain(`process ${process.pid}`)
  await open.close()
})

test('a PostgreSQL that does not answer is named without its password', async () => {
  const databaseUrl = `postgres://me:secret@localhost/db?host=${encodeURIComponent(home)}`
  await expect(openOperations({ databaseUrl })).rejects.toMatchObject({ status: 503 })
  await expect(openOperations({ databaseUrl })).rejects.not.toThrow(/secret/)
})

test('neither home nor address is refused', async () => {
  await expect(openOperations({})).rejects.toMatchObject({ status: 400 })
})
