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

/** Milliseconds that the picture is moved for, each way, and between two movements of the hand. */
const MOVED = 4000
const HAND = 16
const POINTED = 8
const PAGE =
  '<!doctype html><style>body{margin:0}#stage{position:relative;width:1100px;height:700px}</style><div id="stage"></div><script type="module" src="/page.js"></script>'

interface Step {
  readonly clock_ms: number
  readonly page_cpu_ms: number
  /** Processor time of all processes of the browser, the one that draws too. */
  readonly browser_cpu_ms: number
}

/** A movement: what one of its frames takes. */
interface Movement extends Step {
  readonly frames_per_second: number
  /** Longest time between two frames. */
  readonly longest_ms: number
}

/** A hand that drags the stage in a wide loop, and one that turns the wheel in and out again. */
const HANDS = {
  drag: {
    begin: async (page: Page) => {
      await page.mouse.move(80, 80)
      await page.mouse.down()
    },
    move: (page: Page, turn: number) =>
      page.mouse.move(280 - 200 * Math.cos(turn / 25), 80 + 120 * Math.sin(turn / 25)),
    end: (page: Page) => page.mouse.up(),
  },
  wheel: {
    begin: (page: Page) => page.mouse.move(500, 320),
    move: async (page: Page, turn: number) => {
      if (turn % 6 === 0) await page.mouse.wheel(0, turn % 60 < 30 ? -120 : 120)
    },
    end: async () => {},
  },
} as const

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
  const whole = await browser.newBrowserCDPSession()
  const cases = []
  for (const nodes of sizes.length > 0 ? sizes : [200, 20_000, 100_000]) {
    process.stderr.write(`${nodes} nodes ...\n`)
    cases.push(await measure(page, session, whole, nodes))
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

/** Processor time of all processes of the browser so far, milliseconds. */
async function browserTime(whole: CDPSession): Promise<number> {
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
  return 1000 * processInfo.reduce((sum, one) => sum + one.cpuTime, 0)
}

async function measure(page: Page, session: CDPSession, whole: CDPSession, order: number) {
  const bench = await page.evaluateHandle((nodes) => {
    const { explorerBench } = window as unknown as {
      explorerBench: (container: HTMLElement, nodes: number) => ExplorerBench
    }
    return explorerBench(document.getElementById('stage') as HTMLElement, nodes)
  }, order)
  const used = async () => ({ page: await pageTime(session), browser: await browserTime(whole) })
  const step = async (
    name: 'read' | 'draw' | 'rest' | 'still' | 'hover' | 'filter',
    times = 1,
  ): Promise<Step> => {
    const before = await used()
    const clock = await bench.evaluate((held, { name, times }) => held[name](times), { name, times })
    const after = await used()
    return {
      clock_ms: rounded(clock / times),
      page_cpu_ms: rounded((after.page - before.page) / times),
      browser_cpu_ms: rounded((after.browser - before.browser) / times),
    }
  }
  const movement = async (hand: (typeof HANDS)[keyof typeof HANDS]): Promise<Movement> => {
    await hand.begin(page)
    await bench.evaluate((held) => held.watch())
    const before = await used()
    const began = performance.now()
    for (let turn = 0; performance.now() - began < MOVED; turn++) {
      await hand.move(page, turn)
      await new Promise((done) => setTimeout(done, began + (turn + 1) * HAND - performance.now()))
    }
    const after = await used()
    const { frames, took, longest } = await bench.evaluate((held) => held.watched())
    await hand.end(page)
    await step('rest')
    return {
      clock_ms: rounded(took / frames),
      page_cpu_ms: rounded((after.page - before.page) / frames),
      browser_cpu_ms: rounded((after.browser - before.browser) / frames),
      frames_per_second: rounded((1000 * frames) / took),
      longest_ms: rounded(longest),
    }
  }
  const read = await step('read')
  const layout = await bench.evaluate((held) => held.layOut())
  const draw = await step('draw')
  await step('rest')
  const drag = await movement(HANDS.drag)
  const wheel = await movement(HANDS.wheel)
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
    drag,
    wheel,
    still,
    hover,
    filter,
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
