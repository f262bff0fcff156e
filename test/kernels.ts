/**
 * Compiles the WebAssembly kernels: every `NAME.as` below `src` becomes `NAME-wasm.ts` beside it, base64 in a constant. A kernel
 * that needs more than its memory says so in a line `// asc: FLAGS`. Run as `npm run build:kernels`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import asc from 'assemblyscript/asc'

const SRC = join(import.meta.dirname, '..', 'src')
const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory']

/** Sources of all kernels. */
export function kernels(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.as'))
    .map((name) => join(SRC, name))
    .sort()
}

/** Where a kernel's generated module lies. */
export const modulePath = (source: string): string => source.replace(/\.as$/, '-wasm.ts')

/** The generated module's text. */
export async function compileKernel(source: string): Promise<string> {
  const text = readFileSync(source, 'utf8')
  const own = /^\/\/ asc: (.+)$/m.exec(text)?.[1].split(' ') ?? []
  let binary: Uint8Array | undefined
  const { error, stderr } = await asc.main(['kernel.ts', '-o', 'kernel.wasm', ...FLAGS, ...own], {
    readFile: (name) => (name === 'kernel.ts' ? text : null),
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') binary = contents
    },
    listFiles: () => [],
  })
  if (error || !binary) throw new Error(`invalid kernel: ${source} [${String(stderr)}]`, { cause: error })
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,100}/g)
  const name = basename(source, '.as')
  return [
    `/** Generated from ${name}.as by \`npm run build:kernels\`; WebAssembly, base64. */`,
    `export const ${name.replaceAll('-', '_').toUpperCase()}_WASM =`,
    `${lines?.map((line) => `  '${line}'`).join(' +\n')}`,
    '',
  ].join('\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const source of kernels()) {
    const text = await compileKernel(source)
    writeFileSync(modulePath(source), text)
    process.stdout.write(`${modulePath(source)} ${text.length}\n`)
  }
}
