/** Signs in and writes a picture of a page: `tsx dashboards/screenshot.mts URL USER PASSWORD OUT [PATH] [WIDTHxHEIGHT] [light|dark]`. */
import { chromium } from 'playwright-core'
import { findBrowser } from '../test/browser/prepare.mjs'

const [url, username, password, out, path = '/', size = '1440x900', theme = 'light'] = process.argv.slice(2)
if (!url || !username || !password || !out) {
  process.stderr.write('missing argument [URL USER PASSWORD OUT, then PATH, WIDTHxHEIGHT, light or dark]\n')
  process.exit(2)
}
const executablePath = await findBrowser()
if (!executablePath) {
  process.stderr.write(
    'missing browser: Chromium or Chrome [install one, or set CLAIMSCOPE_BROWSER to its path]\n',
  )
  process.exit(2)
}
const [width = 1440, height = 900] = size.split('x').map(Number)
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
})
try {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: theme === 'dark' ? 'dark' : 'light',
    locale: 'en-GB',
    deviceScaleFactor: 2,
  })
  await page.goto(url)
  await page.fill('input[name=username]', username)
  await page.fill('input[name=password]', password)
  await page.click('button[type=submit]')
  await page.waitForSelector('.rail')
  if (path !== '/') await page.goto(new URL(path, url).href)
  await page.waitForSelector('main h1')
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => document.querySelector('.skeleton') === null)
  await page.screenshot({ path: out })
} finally {
  await browser.close()
}
