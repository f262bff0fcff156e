/** The Python peers: installed once, pinned, into a folder of their own; given columns as plain binary files. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { FeatureMatrix, Labels } from '../../model.ts'

const run = promisify(execFile)

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt')

/** Where the peers live below the home folder. */
export const peersFolder = (home: string): string => join(home, 'peers')

/** The environment's Python; its name holds the hash of the requirements, so that a changed list is installed anew. */
function placesOf(folder: string) {
  const hash = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12)
  const venv = join(folder, `python-${hash}`)
  return { venv, python: join(venv, 'bin', 'python'), ready: join(venv, 'ready') }
}

/** Path of a Python that has the peers; undefined where there is none and none can be installed, with the reason reported. */
export async function installPeers(
  folder: string,
  report: (what: string) => void,
): Promise<string | undefined> {
  const { venv, python, ready } = placesOf(folder)
  if (existsSync(ready)) return python
  try {
    report('installing the Python peers (once)')
    await mkdir(folder, { recursive: true })
    await run('python3', ['-m', 'venv', '--clear', venv], { timeout: 120_000 })
    await run(python, ['-m', 'pip', 'install', '--quiet', '-r', REQUIREMENTS], { timeout: 1_200_000 })
    await writeFile(ready, '')
    return python
  } catch (error) {
    report(`no Python peers here, so we run alone: ${String(error).split('\n')[0]}`)
    return undefined
  }
}

/** Runs a script of this folder with a job as JSON (a file in `folder`), and gives the last line that it prints, parsed. */
export async function askPeer<T>(
  python: string,
  script: string,
  job: Readonly<Record<string, unknown>>,
  { folder, threads = 1 }: { readonly folder: string; readonly threads?: number },
): Promise<T> {
  const path = join(folder, `${script.replace(/\.py$/, '')}-job.json`)
  await writeFile(path, JSON.stringify(job))
  const { stdout } = await run(python, [join(import.meta.dirname, script), path], {
    maxBuffer: 1 << 28,
    env: {
      ...process.env,
      OMP_NUM_THREADS: String(threads),
      NUMBA_NUM_THREADS: String(threads),
      OPENBLAS_NUM_THREADS: String(threads),
    },
  })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T
}

/** What `columns.py` reads back: little-endian files, column after column. */
export interface WrittenRows {
  readonly x: string
  readonly y: string
  readonly weight: string | null
  readonly exposure: string | null
  readonly rows: number
  readonly names: readonly string[]
  readonly categorical: readonly boolean[]
}

/** Writes rows where a Python peer can read them. */
export async function writeRows(
  folder: string,
  name: string,
  x: FeatureMatrix,
  labels: Labels,
): Promise<WrittenRows> {
  await mkdir(folder, { recursive: true })
  const bytes = (list: Float32Array | Float64Array) =>
    Buffer.from(list.buffer, list.byteOffset, list.byteLength)
  const put = async (part: string, data: Buffer | readonly Buffer[]) => {
    const path = join(folder, `${name}.${part}`)
    await writeFile(path, data)
    return path
  }
  const optional = (part: string, list: Float64Array | undefined) => (list ? put(part, bytes(list)) : null)
  return {
    x: await put('x.f32', x.columns.map(bytes)),
    y: await put('y.f64', bytes(labels.y)),
    weight: await optional('weight.f64', labels.weight),
    exposure: await optional('exposure.f64', labels.exposure),
    rows: x.rows,
    names: x.names,
    categorical: x.names.map((_, i) => x.categorical?.[i] === true),
  }
}
