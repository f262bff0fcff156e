import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openOperations } from '../../src/operations/index.ts'
import { createDemoUsers, hashPassword, newToken, signIn, verifyPassword } from '../../src/security/index.ts'

test('a hash fits its password only, and two hashes of one password differ', async () => {
  const [a, b] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
  expect(a).not.toBe(b)
  expect(await verifyPassword(a, 'correct horse')).toBe(true)
  expect(await verifyPassword(a, 'correct horsf')).toBe(false)
  expect(await verifyPassword('no hash', 'correct horse')).toBe(false)
})

test('tokens hold 256 bits', () => {
  expect(Buffer.from(newToken(), 'base64url')).toHaveLength(32)
  expect(newToken()).not.toBe(newToken())
})

test('demo users sign in; made again, they have new passwords and no sessions', async () => {
  const home = mkdtempSync(join(tmpdir(), 'claimscope-security-'))
  const operations = await openOperations({ home })
  try {
    const at = new Date('2026-07-01T00:00:00Z')
    // Bytes above 247 would favour the first letters of the alphabet; they are drawn again.
    const random = (start: number) => (bytes: number) =>
      Uint8Array.from({ length: bytes }, (_, i) => start + i * 3)
    const first = await createDemoUsers(operations, random(220), at)
    expect(first.map((user) => user.role)).toEqual([
      'investigator',
      'underwriter',
      'risk_manager',
      'administrator',
    ])
    expect(first[0].password).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/)
    await signIn(operations, { ...first[0], at })
    const second = await createDemoUsers(operations, random(7), at)
    await expect(signIn(operations, { ...first[0], at })).rejects.toThrow('username or password')
    expect((await signIn(operations, { ...second[0], at })).user.username).toBe('investigator')
    expect(await operations.db.selectFrom('session').selectAll().execute()).toHaveLength(1)
  } finally {
    await operations.close()
    rmSync(home, { recursive: true, force: true })
  }
})
