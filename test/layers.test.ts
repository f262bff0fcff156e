/** Imports run one way: a file may import its own layer's folder and the layers before it. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  util: [],
  schema: ['util'],
  warehouse: ['util', 'schema'],
  contracts: ['util', 'schema', 'warehouse'],
  machine: ['util', 'schema', 'warehouse', 'contracts'],
  run: ['util', 'schema', 'warehouse', 'contracts', 'machine'],
  api: ['util', 'schema', 'warehouse', 'contracts', 'machine', 'run'],
  evaluate: ['util', 'schema', 'warehouse', 'contracts', 'machine', 'run', 'content'],
  cli: ['util', 'schema', 'warehouse', 'contracts', 'machine', 'run', 'api', 'evaluate', 'content'],
  content: ['door'],
  dashboards: ['api'],
}
/** Machines that serve other machines: the operations store and the identity of its users. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  alerting: ['operations', 'thresholds'],
  operations: ['thresholds'],
  rings: ['graph'],
  security: ['operations'],
  bench: ['graph', 'links', 'rings', 'linkage', 'ingestion', 'transforms', 'models', 'training'],
  training: ['models'],
  monitoring: ['training'],
  scoring: ['models', 'thresholds'],
  segments: ['models'],
  torture: ['ingestion'],
  warning: ['models'],
}
/** Packages that have one home each. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  '@duckdb/node-api': ['src/warehouse'],
  '@tensorflow/tfjs': ['src/models'],
  'ml-kmeans': ['src/models'],
  hono: ['src/api'],
  '@hono/zod-openapi': ['src/api'],
  'apache-arrow': ['src/warehouse'],
  pdfkit: ['src/exporting'],
  d3: ['dashboards'],
  preact: ['dashboards'],
}

function roomOf(path: string): { readonly layer: string; readonly folder: string } {
  const [top, second, ...rest] = relative(root, path).split('/')
  if (top === 'dashboards') return { layer: 'dashboards', folder: 'dashboards' }
  if (top !== 'src') return { layer: 'content', folder: top }
  if (rest.length === 0) {
    if (second === 'index.ts') return { layer: 'door', folder: 'door' }
    if (second === 'run.ts') return { layer: 'run', folder: 'run' }
    if (['errors.ts', 'config.ts', 'version.ts'].includes(second)) return { layer: 'util', folder: 'util' }
    return { layer: 'contracts', folder: second }
  }
  if (second in ROOMS) return { layer: second, folder: second }
  return { layer: 'machine', folder: second }
}

const files = ['src', 'features', 'pipelines', 'dashboards'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules') && !name.startsWith('dist'))
    .map((name) => join(root, top, name)),
)

test('imports run one way', () => {
  const wrong: string[] = []
  for (const file of files) {
    const from = roomOf(file)
    const where = relative(root, file)
    for (const [, isType, target] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\s+(type\s)?[^'"`;]*?from\s+'([^']+)'/gm,
    )) {
      const home = HOMES[target]
      if (home && !home.some((h) => where.startsWith(h)))
        wrong.push(`${where} imports ${target}, at home in ${home}`)
      if (target === 'claimscope' && from.layer !== 'content')
        wrong.push(`${where} imports the engine by its name`)
      if (!target.startsWith('.')) continue
      const to = roomOf(resolve(dirname(file), target))
      if (to.folder === from.folder || (from.layer === 'contracts' && to.layer === 'contracts')) continue
      if (from.layer === 'door') continue
      if (from.layer === 'dashboards' && to.layer === 'api' && isType) continue
      if (from.layer === 'dashboards' || !ROOMS[from.layer].includes(to.layer))
        if (!(from.layer === 'machine' && SHARED[from.folder]?.includes(to.folder)))
          wrong.push(
            `${where} (${from.layer}) imports ${relative(root, resolve(dirname(file), target))} (${to.layer})`,
          )
    }
  }
  expect(wrong).toEqual([])
})
