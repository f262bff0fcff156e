/** The shelf of benchmarks. */
import type { Benchmark } from '../bench.ts'
import { columns } from './columns.ts'
import { density } from './density.ts'
import { explorer } from './explorer.ts'
import { farringtonLimits } from './farrington.ts'
import { forecast } from './forecast.ts'
import { forest } from './forest.ts'
import { frequency } from './frequency.ts'
import { graph } from './graph.ts'
import { ingestion } from './ingest.ts'
import { isolation } from './isolation.ts'
import { linkage } from './linkage.ts'
import { rings } from './rings.ts'
import { shap } from './shap.ts'
import { trees } from './trees.ts'

export const benchmarks: readonly Benchmark[] = [
  columns,
  ingestion,
  linkage,
  farringtonLimits,
  forecast,
  trees,
  forest,
  shap,
  isolation,
  frequency,
  density,
  explorer,
  graph,
  rings,
]
