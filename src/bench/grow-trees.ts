/** One fit in a process of its own, so that its time and memory are its own: `grow-trees.ts JOB`, a file as trees.py reads it. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { FeatureMatrix, FittedModel, Labels, Model } from '../model.ts'
import { takeLabels, takeRows } from '../model.ts'
import { extraTrees, randomForest } from '../models/trees/mean-forest.ts'
import { trees } from '../models/trees/trees.ts'
import type { WrittenRows } from './peers/python.ts'
import type { TreeJob, TreeRun } from './tree-runs.ts'

/** Times that all rows are scored; the median counts. */
const SCORINGS = 5

function numbersOf(path: string): ArrayBuffer {
  const bytes = readFileSync(path)
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
}

function rowsOf({ x, y, rows, names }: WrittenRows): { x: FeatureMatrix; labels: Labels } {
  const all = new Float32Array(numbersOf(x))
  const columns = names.map((_, j) => all.subarray(j * rows, (j + 1) * rows))
  return { x: { names, rows, columns }, labels: { y: new Float64Array(numbersOf(y)) } }
}

function modelOf({ what, trees: rounds, depth, minRows, columnShare, maxBins }: TreeJob): Model {
  if (what === 'boosted') return trees({ rounds, maxDepth: depth, baseMargin: 0, maxBins })
  const make = what === 'random_forest' ? randomForest : extraTrees
  return make({
    trees: rounds,
    maxDepth: depth,
    minChildRows: minRows,
    nodeColumnSample: columnShare,
    maxBins,
  })
}

const seconds = (from: number): number => (performance.now() - from) / 1000

const job = JSON.parse(readFileSync(process.argv[2], 'utf8')) as TreeJob
const { x, labels } = rowsOf(job.train)
// A few rows first, as the peers get them: they start their threads, we compile.
const few = Int32Array.from({ length: 2000 }, (_, i) => i)
await modelOf({ ...job, trees: 3 }).fit(takeRows(x, few), takeLabels(labels, few), { threads: job.threads })
const cpu = process.cpuUsage()
let began = performance.now()
const model: FittedModel = await modelOf(job).fit(x, labels, { threads: job.threads, seed: job.seed })
const fit = seconds(began)
const { user, system } = process.cpuUsage(cpu)
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
const test = rowsOf(job.test).x
let margins = model.margin(test)
const times = Array.from({ length: SCORINGS }, () => {
  began = performance.now()
  margins = model.margin(test)
  return seconds(began)
}).sort((a, b) => a - b)
writeFileSync(job.out, margins)
const run: TreeRun = {
  fit,
  cpu: (user + system) / 1e6,
  peak_mb: peakMb,
  score: times[SCORINGS >> 1],
  version: process.version,
}
process.stdout.write(`${JSON.stringify(run)}\n`)
