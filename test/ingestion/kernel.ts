/** Compiles the splitter's kernel, as `vitest -u test/ingestion/kernel.test.ts` writes it down. */
import { readFileSync } from 'node:fs'
import asc from 'assemblyscript/asc'

const SOURCE = new URL('../../src/ingestion/csv/kernel/scan.as', import.meta.url)

/** The generated module's text. */
export async function compileKernel(): Promise<string> {
  let binary: Uint8Array | undefined
  const { error, stderr } = await asc.main(
    [
      'scan.ts',
      '-o',
      'scan.wasm',
      '--enable',
      'simd,bulk-memory',
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--importMemory',
    ],
    {
      readFile: (name) => (name === 'scan.ts' ? readFileSync(SOURCE, 'utf8') : null),
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') binary = contents
      },
      listFiles: () => [],
    },
  )
  if (error || !binary) throw new Error(`invalid kernel: ${String(stderr)}`, { cause: error })
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,100}/g)
  return [
    '/** Generated from scan.as by the test of the kernel; WebAssembly, base64. */',
    'export const SCAN_WASM =',
    `${lines?.map((line) => `  '${line}'`).join(' +\n')}`,
    '',
  ].join('\n')
}
