/** The contract of a collector: where bytes come from, how they are asked for politely, and where they land for a source to load. */
import type { Text } from './util/text.ts'

/**
 * Name of an environment variable. Addresses and secrets stand in the environment only: no file and no output of ours holds one.
 * A collector whose variables are not all set is inactive.
 */
export type Variable = string

interface Collects {
  /** kebab-case, unique within the book. */
  readonly name: string
  readonly title: Text
  /** What it brings and from whom. */
  readonly description: string
  /**
   * Where files land in the book's inbox: a path with one `*` that a source's file pattern takes in. The star becomes the
   * collector's name, a running number and the hash of the content: `partner/weather-*.jsonl`.
   */
  readonly lands: string
  /** Cron text of five or six fields, UTC. */
  readonly schedule: string
}

/** What every collector over the network may set. */
interface Networked {
  /**
   * `host:port` that may be asked although its address is private; everything else must resolve to public addresses only.
   */
  readonly allowPrivate?: readonly string[]
  /** Requests a second, and how many may follow at once. Default 2 and 1. */
  readonly rate?: { readonly perSecond: number; readonly burst: number }
  /** Most bytes of one answer, unpacked. Default 32 MiB. */
  readonly answerBytes?: number
  /** Most seconds for one answer, from the question to its last byte. Default 60. */
  readonly answerSeconds?: number
  /** Attempts at one question before the run gives up. Default 5. */
  readonly attempts?: number
}

/** How a partner knows us. */
export type Authorization =
  | { readonly kind: 'bearer'; readonly token: Variable }
  | { readonly kind: 'header'; readonly header: string; readonly key: Variable }
  | { readonly kind: 'parameter'; readonly parameter: string; readonly key: Variable }

/**
 * Rows of a table or query, read in the order of a column that grows with every change. A row that is deleted there is not seen
 * to be gone: the table must mark it, and its source say what the mark means.
 */
export interface PostgresqlCollector extends Collects {
  readonly kind: 'postgresql'
  /** Holds `postgres://user:password@host/database`. */
  readonly address: Variable
  /** A table (`schema.table`), or a query in brackets: `(select ... )`. */
  readonly from: string
  readonly cursor: {
    /** Timestamp or number that every change makes larger; never NULL. */
    readonly column: string
    /** Unique columns, which order rows of the same cursor. */
    readonly key: readonly string[]
    /**
     * How far each run looks back behind the last cursor: seconds, or units of a number. Rows that commit later than this
     * after their cursor was set are missed; set it above the longest transaction. Default 600.
     */
    readonly overlap?: number
  }
  /** Rows a file. Default 20,000. */
  readonly batch?: number
  /** Most seconds for one statement. Default 300. */
  readonly statementSeconds?: number
}

/** Where the next page is. */
export type Pages =
  /** `Link: <...>; rel="next"`. */
  | { readonly by: 'link' }
  /** A token (or a whole address) in the answer, handed back as a parameter. */
  | { readonly by: 'token'; readonly at: string; readonly parameter: string }
  /** Pages counted from `first`, until one is empty or shorter than `size`. */
  | { readonly by: 'number'; readonly parameter: string; readonly first: number; readonly size?: number }
  /** Records counted from 0, until a page is empty or shorter than the limit. */
  | {
      readonly by: 'offset'
      readonly parameter: string
      readonly limit: { readonly parameter: string; readonly value: number }
    }

/** Records of a partner's JSON interface. */
export interface RestCollector extends Collects, Networked {
  readonly kind: 'rest'
  /** Holds the address up to the path. */
  readonly address: Variable
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly authorization?: Authorization
  /** Where the array of records stands in the answer, with dots: `data.items`; empty when the answer is the array. */
  readonly records: string
  readonly pages?: Pages
  /** Asks for changes only: the largest value of a field so far (ISO moment or number), handed over as a parameter. */
  readonly since?: { readonly field: string; readonly parameter: string }
  /** Most pages a run; the next one goes on behind them. Default 10,000. */
  readonly pagesPerRun?: number
}

/** When a file of a drop folder is complete, and what becomes of it there. */
interface Dropped {
  /** File names, with `*` for any run of characters. */
  readonly files: string
  /**
   * `stable`: size and time did not change for `settleSeconds` (default 10). `marker`: a file of the same name with `.done`
   * behind it lies beside.
   */
  readonly complete: 'stable' | 'marker'
  readonly settleSeconds?: number
  /** `copy` leaves the file where it is; `move` removes it once the bytes are safe. */
  readonly takes: 'copy' | 'move'
  /** Larger files are refused and stay. Default 2 GiB. */
  readonly fileBytes?: number
}

/** A watched folder on this machine or a mounted share. */
export interface FolderCollector extends Collects, Dropped {
  readonly kind: 'folder'
  /** Holds the path of the folder. */
  readonly address: Variable
}

/** A folder on an SFTP server. */
export interface SftpCollector extends Collects, Dropped {
  readonly kind: 'sftp'
  /** Holds `sftp://user@host:port/folder`. */
  readonly address: Variable
  readonly password?: Variable
  /** Private key, PEM. */
  readonly privateKey?: Variable
  /** SHA-256 fingerprint of the server's key as ssh shows it (`SHA256:...`); another key is refused. */
  readonly fingerprint: Variable
  readonly allowPrivate?: readonly string[]
}

/** A feed, RSS, Atom or RDF, kept as it came whenever it holds something new. */
export interface FeedCollector extends Collects, Networked {
  readonly kind: 'feed'
  /** Holds the feed's address. */
  readonly address: Variable
}

/** Pages of articles: the ones named, or the ones a feed links to. Robots rules are kept. */
export interface PagesCollector extends Collects, Networked {
  readonly kind: 'pages'
  /** Holds addresses of pages or feeds, parted by white space; pages that a feed links to are collected once each. */
  readonly addresses: Variable
  /** Seconds between two questions to one host; a longer `Crawl-delay` counts. Default 5. */
  readonly delaySeconds?: number
  /** Most pages a run. Default 100. */
  readonly pagesPerRun?: number
  /** Pages a file. Default 20. */
  readonly batch?: number
}

export type Collector =
  | PostgresqlCollector
  | RestCollector
  | FolderCollector
  | SftpCollector
  | FeedCollector
  | PagesCollector

/** Declares a collector. */
export const collector = <const C extends Collector>(definition: C): C => definition

/** Names of the environment variables that a collector needs. */
export function variablesOf(collector: Collector): readonly Variable[] {
  switch (collector.kind) {
    case 'rest': {
      const { authorization: how } = collector
      if (!how) return [collector.address]
      return [collector.address, how.kind === 'bearer' ? how.token : how.key]
    }
    case 'pages':
      return [collector.addresses]
    case 'sftp':
      return [
        collector.address,
        collector.fingerprint,
        ...(collector.password ? [collector.password] : []),
        ...(collector.privateKey ? [collector.privateKey] : []),
      ]
    default:
      return [collector.address]
  }
}

/** How one collector's run went. */
export interface CollectionReport {
  readonly name: string
  readonly kind: Collector['kind']
  readonly started_at: string
  readonly seconds: number
  /** Records (rows, files, feed items, pages) that came. */
  readonly fetched: number
  /** Of these, landed in the inbox. */
  readonly new: number
  /** Of these, known already. */
  readonly unchanged: number
  /** Bytes landed. */
  readonly bytes: number
  readonly files: readonly string[]
  /** An earlier run was cut off and this one went on from there. */
  readonly resumed: boolean
  /** What was refused or failed; what landed before it stays. */
  readonly errors: readonly string[]
  /** What went as it should and is worth knowing: pages that robots rules keep closed, for instance. */
  readonly notes: readonly string[]
}
