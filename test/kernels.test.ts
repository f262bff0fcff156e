import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { compileKernel, kernels, modulePath } from './kernels.ts'

for (const source of kernels()) {
  test(`${basename(modulePath(source))} is what its source compiles to`, async () => {
    expect(readFileSync(modulePath(source), 'utf8')).toBe(await compileKernel(source))
  })
}
