/**
 * Measures the explorer in a browser: `tsx dashboards/graph/bench.mts [NODES ...]`. One JSON object with what drew it, because a
 * picture drawn by the processor alone says little about one drawn by a graphics card.
 */
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { findBrowser } from '../../test/browser/prepare.mjs'
import type { ExplorerFigures } from './bench-page.ts'

const sizes = process.argv.slice(2).map(Number)
const executablePath = await findBrowser()
if (!executablePath) {
  process.stderr.write(
    'missing browser: Chromium or Chrome [install one, or set CLAIMSCOPE_BROWSER to its path]\n',
  )
  process.exit(2)
}
const folder = join(tmpdir(), `claimscope-explorer-${process.pid}`)
await build({
  root: import.meta.dirname,
  configFile: resolve(import.meta.dirname, '../vite.config.ts'),
  logLevel: 'error',
  build: {
    outDir: folder,
    emptyOutDir: true,
    rollupOptions: {
      input: join(import.meta.dirname, 'bench-page.ts'),
      output: { entryFileNames: 'page.js' },
    },
  },
})
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.html': 'text/html' }
const PAGE =
  '<!doctype html><style>body{margin:0}#stage{position:relative;width:1100px;height:700px}</style><div id="stage"></div><script type="module" src="/page.js"></script>'
const server = createServer(async (request, response) => {
  const path = request.url ?? '/'
  const body = path === '/' ? PAGE : await readFile(join(folder, path)).catch(() => undefined)
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': TYPES[extname(path)] ?? 'text/html' })
  response.end(body)
})
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
const address = server.address()
const port = typeof address === 'object' && address ? address.port : 0
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
})
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } })
  page.on('pageerror', (error) => process.stderr.write(`${error.message}\n`))
  await page.goto(`http://127.0.0.1:${port}/`)
  await page.waitForFunction(() => 'measureExplorer' in window)
  const drawnBy = await page.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl2')
    const info = gl?.getExtension('WEBGL_debug_renderer_info')
    return gl && info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : 'unknown'
  })
  const figures: ExplorerFigures[] = []
  for (const nodes of sizes.length > 0 ? sizes : [200, 20_000, 100_000]) {
    process.stderr.write(`${nodes} nodes ...\n`)
    figures.push(
      await page.evaluate(async (order) => {
        const { measureExplorer } = window as unknown as {
          measureExplorer: (container: HTMLElement, order: number) => Promise<ExplorerFigures>
        }
        const stage = document.getElementById('stage') as HTMLElement
        const figures = await measureExplorer(stage, order)
        stage.replaceChildren()
        return figures
      }, nodes),
    )
  }
  process.stdout.write(`${JSON.stringify({ browser: browser.version(), drawnBy, figures }, null, 1)}\n`)
} finally {
  await browser.close()
  server.close()
  await rm(folder, { recursive: true, force: true })
}
