/** Runs one collector once: alone, resumably, and with no secret in what it says. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type CollectionReport, type Collector, variablesOf } from '../collector.ts'
import { missing, UserError } from '../errors.ts'
import { random } from '../util/random.ts'
import { takeLock } from '../warehouse/index.ts'
import { type Resolve, resolveBySystem } from './address.ts'
import type { Collecting, Tally } from './collecting.ts'
import { droppedInitial } from './dropped.ts'
import { Journal } from './journal.ts'
import { collectFeed, feedInitial } from './kinds/feed.ts'
import { collectFolder } from './kinds/folder.ts'
import { collectPages, pagesInitial } from './kinds/pages.ts'
import { collectPostgresql, postgresqlInitial } from './kinds/postgresql.ts'
import { collectRest, restInitial } from './kinds/rest.ts'
import { collectSftp } from './kinds/sftp.ts'
import { collectionLayout } from './layout.ts'
import { type Clock, systemClock } from './pace.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface CollectOptions {
  readonly home: string
  readonly book: string
  /** Where addresses and secrets stand. */
  readonly environment: Environment
  readonly signal: AbortSignal
  /** `host:port` that may be private, besides those that the collector names. */
  readonly allowPrivate?: readonly string[]
  /** Default: the system's clock. */
  readonly clock?: Clock
  /** Default: the system's name server. */
  readonly resolve?: Resolve
  /** Seed of the jitter between attempts. Default 1. */
  readonly seed?: number
}

/** Variables that a collector needs and that are not set. */
export const missingVariables = (collector: Collector, environment: Environment): readonly string[] =>
  variablesOf(collector).filter((name) => !environment[name])

/**
 * Runs a collector once. A fault is told in the report; what landed before it stays, and the next run goes on from there.
 * @throws UserError when a variable is missing, or another process runs this collector.
 */
export async function collect(collector: Collector, options: CollectOptions): Promise<CollectionReport> {
  const { home, book, environment, signal, clock = systemClock } = options
  const [lacking] = missingVariables(collector, environment)
  if (lacking !== undefined)
    throw missing('variable', lacking, `in the environment, for collector ${collector.name}`)
  const desk = collectionLayout(home, book).desk(collector.name)
  await mkdir(desk, { recursive: true })
  const release = await takeLock(join(desk, 'lock'), `collector ${collector.name}`)
  const startedAt = clock.now()
  const tally: Tally = { fetched: 0, new: 0, unchanged: 0, bytes: 0, files: [], errors: [], notes: [] }
  let resumed = false
  try {
    const begin = async <S>(initial: S): Promise<Collecting<S>> => {
      const journal = await Journal.open(home, book, {
        name: collector.name,
        lands: collector.lands,
        initial,
      })
      resumed = journal.resumed
      return {
        journal,
        tally,
        variable: (name) => environment[name] ?? '',
        rules: {
          allowPrivate: [
            ...('allowPrivate' in collector ? (collector.allowPrivate ?? []) : []),
            ...(options.allowPrivate ?? []),
          ],
          resolve: options.resolve ?? resolveBySystem,
        },
        clock,
        random: random(options.seed ?? 1),
        signal,
      }
    }
    const through = async <S>(initial: S, work: (collecting: Collecting<S>) => Promise<void>) => {
      const collecting = await begin(initial)
      await work(collecting)
      await collecting.journal.close()
    }
    await runKind(collector, through)
  } catch (error) {
    tally.errors.push(faultText(error, signal))
  } finally {
    await release()
  }
  const hide = (text: string) => withoutSecrets(text, variablesOf(collector), environment)
  return {
    name: collector.name,
    kind: collector.kind,
    started_at: startedAt.toISOString(),
    seconds: Math.round(clock.now().getTime() - startedAt.getTime()) / 1000,
    fetched: tally.fetched,
    new: tally.new,
    unchanged: tally.unchanged,
    bytes: tally.bytes,
    files: tally.files,
    resumed,
    errors: tally.errors.map(hide),
    notes: tally.notes.map(hide),
  }
}

type Through = <S>(initial: S, work: (collecting: Collecting<S>) => Promise<void>) => Promise<void>

function runKind(collector: Collector, through: Through): Promise<void> {
  switch (collector.kind) {
    case 'postgresql':
      return through(postgresqlInitial, (collecting) => collectPostgresql(collector, collecting))
    case 'rest':
      return through(restInitial, (collecting) => collectRest(collector, collecting))
    case 'folder':
      return through(droppedInitial, (collecting) => collectFolder(collector, collecting))
    case 'sftp':
      return through(droppedInitial, (collecting) => collectSftp(collector, collecting))
    case 'feed':
      return through(feedInitial, (collecting) => collectFeed(collector, collecting))
    case 'pages':
      return through(pagesInitial, (collecting) => collectPages(collector, collecting))
  }
}

function faultText(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'interrupted; the next run goes on from here'
  if (error instanceof UserError || error instanceof Error) return error.message
  return String(error)
}

/** Servers and drivers like to repeat what they were told: addresses and keys are taken out of it. */
function withoutSecrets(text: string, names: readonly string[], environment: Environment): string {
  return names.reduce((clean, name) => {
    const value = environment[name] ?? ''
    return value.length < 4 ? clean : clean.replaceAll(value, `\${${name}}`)
  }, text)
}
