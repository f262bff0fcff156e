/** The shelf of benchmarks. */
import type { Benchmark } from '../bench.ts'
import { columns } from './columns.ts'

export const benchmarks: readonly Benchmark[] = [columns]
