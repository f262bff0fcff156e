/**
 * The front door: what a fresh clone runs first. It needs Node and npm and nothing else; it installs the packages when
 * they are missing and hands over to the command line. Plain JavaScript, because nothing that compiles is here yet.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Oldest Node that the packages support. */
const NODE = [20, 19]

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < NODE[0] || (major === NODE[0] && minor < NODE[1]))
    fail(`invalid Node version: ${process.versions.node} [claimscope needs ${NODE.join('.')} or newer]`)
}

/** True when the installed packages are those of the lock file. */
function isInstalled() {
  const stamp = join(root, 'node_modules', '.package-lock.json')
  return (
    existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs - 1000
  )
}

/** `install`, not `ci`: a mirror that lacks the binaries of other platforms is no reason to stop; the lock file stays as it is. */
function install() {
  process.stderr.write('installing packages (once) ...\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const done = spawnSync(npm, ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (done.status !== 0)
    fail(
      'missing packages: npm install did not finish [see its message above; run it again when the network is back]',
    )
}

checkNode()
if (!isInstalled()) install()
const [first, ...rest] = process.argv.slice(2)
if (first === '--prepare-tests') {
  const { prepareBrowser } = await import('../test/browser/prepare.mjs')
  await prepareBrowser(rest)
} else {
  const { register } = await import('tsx/esm/api')
  register()
  await import('./cli/main.ts')
}
