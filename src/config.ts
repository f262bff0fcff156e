/** The one place where the environment is read. */
import { availableParallelism, totalmem } from 'node:os'
import { resolve } from 'node:path'

/** Everything that can be set from outside, with its default. */
export const DEFAULTS = {
  /** Folder for all that is written at run time (`CLAIMSCOPE_HOME`). */
  home: '.data',
  /** Address that the server binds (`CLAIMSCOPE_HOST`). */
  host: '127.0.0.1',
  /** Port of the server (`CLAIMSCOPE_PORT`). */
  port: 4400,
  /** Memory cap of one DuckDB instance in MiB (`CLAIMSCOPE_MEMORY_MB`); by default half of the machine, at most 6 GiB. */
  memoryMb: Math.min(6144, Math.floor(totalmem() / 2 / 1048576)),
  /** Threads of one DuckDB instance (`CLAIMSCOPE_THREADS`). */
  threads: availableParallelism(),
  /** Whether a retrained model may take the champion's place: `refresh` or `approval` (`CLAIMSCOPE_MODEL_POLICY`). */
  modelPolicy: 'refresh',
} as const

export interface Config {
  readonly home: string
  readonly host: string
  readonly port: number
  readonly memoryMb: number
  readonly threads: number
  /** `refresh` lets a model of the champion's recipe replace it; `approval` leaves every change to two people. */
  readonly modelPolicy: 'refresh' | 'approval'
  /** PostgreSQL for the operations store (`DATABASE_URL`); without it a DuckDB file is used. */
  readonly databaseUrl: string | undefined
  /** `host:port` pairs, parted by commas, that collectors may ask although they are private (`CLAIMSCOPE_COLLECT_PRIVATE`). */
  readonly collectPrivate: readonly string[]
}

/** Reads the configuration. Numbers that are not numbers fall back to nothing: they are an error. */
export function config(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const number = (name: string, fallback: number) => {
    const text = env[name]
    if (text === undefined || text === '') return fallback
    const value = Number(text)
    if (!Number.isFinite(value) || value < 0)
      throw new RangeError(`invalid ${name}: ${JSON.stringify(text)} [a number]`)
    return value
  }
  return {
    home: resolve(env.CLAIMSCOPE_HOME ?? DEFAULTS.home),
    host: env.CLAIMSCOPE_HOST ?? DEFAULTS.host,
    port: number('CLAIMSCOPE_PORT', DEFAULTS.port),
    memoryMb: number('CLAIMSCOPE_MEMORY_MB', DEFAULTS.memoryMb),
    threads: number('CLAIMSCOPE_THREADS', DEFAULTS.threads),
    modelPolicy: policyOf(env.CLAIMSCOPE_MODEL_POLICY),
    databaseUrl: env.DATABASE_URL || undefined,
    collectPrivate: (env.CLAIMSCOPE_COLLECT_PRIVATE ?? '')
      .split(',')
      .map((pair) => pair.trim())
      .filter(Boolean),
  }
}

function policyOf(text: string | undefined): Config['modelPolicy'] {
  if (text === undefined || text === '') return DEFAULTS.modelPolicy
  if (text === 'refresh' || text === 'approval') return text
  throw new RangeError(`invalid CLAIMSCOPE_MODEL_POLICY: ${JSON.stringify(text)} [refresh or approval]`)
}
