/**
 * Measures the explorer in a browser: `tsx dashboards/graph/bench.mts [NODES ...]`. Prints one JSON object with what drew it. Each
 * step is told by the clock and by the processor time of the page's own thread: where no graphics card draws, the clock measures
 * the software that stands in for one, and only the second says what the explorer itself costs.
 */
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { type CDPSession, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { findBrowser } from '../../test/browser/prepare.mjs'
import type { ExplorerBench } from './bench-page.ts'

/** Frames of a drag: fewer of large pictures, which software takes long to draw. */
const framesOf = (nodes: number) => (nodes > 10_000 ? 24 : 90)
const POINTED = 8
const PAGE =
  '<!doctype html><style>body{margin:0}#stage{position:relative;width:1100px;height:700px}</style><div id="stage"></div><script type="module" src="/page.js"></script>'

interface Step {
  readonly clock_ms: number
  readonly page_cpu_ms: number
}

const sizes = process.argv.slice(2).map(Number)
const executablePath = await findBrowser()
if (!executablePath) {
  process.stderr.write(
    'missing browser: Chromium or Chrome [install one, or set CLAIMSCOPE_BROWSER to its path]\n',
  )
  process.exit(2)
}
const folder = join(tmpdir(), `claimscope-explorer-${process.pid}`)
const server = await serve()
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
  await page.waitForFunction(() => 'explorerBench' in window)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const cases = []
  for (const nodes of sizes.length > 0 ? sizes : [200, 20_000, 100_000]) {
    process.stderr.write(`${nodes} nodes ...\n`)
    cases.push(await measure(page, session, nodes))
  }
  process.stdout.write(
    `${JSON.stringify({ browser: browser.version(), drawn_by: await renderer(page), cases }, null, 1)}\n`,
  )
} finally {
  await browser.close()
  server.close()
  await rm(folder, { recursive: true, force: true })
}

/** The page, built as the dashboards are. */
async function serve() {
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
  const made = createServer(async (request, response) => {
    const path = request.url ?? '/'
    const body = path === '/' ? PAGE : await readFile(join(folder, path)).catch(() => undefined)
    const type = extname(path) === '.js' ? 'text/javascript' : 'text/html'
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type })
    response.end(body)
  })
  await new Promise<void>((done) => made.listen(0, '127.0.0.1', done))
  return made
}

function renderer(page: Page): Promise<string> {
  return page.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl2')
    const info = gl?.getExtension('WEBGL_debug_renderer_info')
    return gl && info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : 'unknown'
  })
}

/** Processor time of the page's thread so far, milliseconds. */
async function pageTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return 1000 * (metrics.find((one) => one.name === 'TaskDuration')?.value ?? Number.NaN)
}

async function measure(page: Page, session: CDPSession, order: number) {
  const bench = await page.evaluateHandle((nodes) => {
    const { explorerBench } = window as unknown as {
      explorerBench: (container: HTMLElement, nodes: number) => ExplorerBench
    }
    return explorerBench(document.getElementById('stage') as HTMLElement, nodes)
  }, order)
  const step = async (
    name: 'read' | 'draw' | 'drag' | 'rest' | 'still' | 'hover' | 'filter',
    times = 1,
  ): Promise<Step> => {
    const before = await pageTime(session)
    const clock = await bench.evaluate((held, { name, times }) => held[name](times), { name, times })
    const cpu = (await pageTime(session)) - before
    return { clock_ms: rounded(clock / times), page_cpu_ms: rounded(cpu / times) }
  }
  const read = await step('read')
  const layout = await bench.evaluate((held) => held.layOut())
  const draw = await step('draw')
  const frame = await step('drag', framesOf(order))
  await step('rest')
  const still = await step('still')
  const hover = await step('hover', POINTED)
  const filter = await step('filter')
  const size = await bench.evaluate((held) => held.size())
  await bench.evaluate((held) => held.end())
  return {
    ...size,
    read,
    layout_ms: rounded(layout.took),
    layout_stall_ms: rounded(layout.stall),
    draw,
    frame,
    frames_per_second: rounded(1000 / frame.clock_ms),
    still,
    hover,
    filter,
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
