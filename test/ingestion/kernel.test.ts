import { expect, test } from 'vitest'
import { compileKernel } from './kernel.ts'

test('the kernel that is checked in is what its source compiles to', async () => {
  await expect(await compileKernel()).toMatchFileSnapshot('../../src/ingestion/csv/kernel/scan-wasm.ts')
})
