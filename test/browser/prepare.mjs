/** Finds a Chromium for the page tests, or gets one: installed, else Debian's package, else Playwright's download. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const CANDIDATES = [
  process.env.CLAIMSCOPE_BROWSER,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Path of a browser, or undefined. */
export async function findBrowser() {
  const found = CANDIDATES.find((path) => path && existsSync(path))
  if (found) return found
  try {
    const { chromium } = await import('playwright-core')
    const path = chromium.executablePath()
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/** Sees to it that a browser is there; says in one line when none can be had, and the page tests then say so too. */
export async function prepareBrowser() {
  if (await findBrowser()) return
  const run = (command, args, env = {}) =>
    spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } })
      .status === 0
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stderr.write('installing Chromium from the system packages for the page tests ...\n')
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
    run('apt-get', ['-qq', 'update'], quiet)
    run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', 'chromium', 'fonts-noto-cjk'], quiet)
    if (await findBrowser()) return
  }
  process.stderr.write('downloading Chromium for the page tests ...\n')
  run(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium-headless-shell'])
  if (!(await findBrowser()))
    process.stderr.write(
      'missing browser: the page tests need Chromium or Chrome [install one, or set CLAIMSCOPE_BROWSER to its path]; they will be skipped\n',
    )
}
