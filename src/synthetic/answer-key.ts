/** Reads the answers to a synthetic book. For evaluation alone: no pipeline, feature, rule or model reads them. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Typology } from './draft.ts'

export interface ClaimAnswer {
  readonly isFraud: boolean
  readonly typology: Typology | undefined
  /** Undefined for honest claims and for people who cheat alone. */
  readonly ringId: string | undefined
}

export interface RingAnswer {
  readonly ring_id: string
  readonly typology: Typology
  /** party_id of each member, under every identifier that the files give. */
  readonly members: readonly string[]
}

export interface LookalikeAnswer {
  readonly lookalike_id: string
  readonly kind: string
  readonly parties: readonly string[]
  readonly claims: readonly string[]
}

export interface AnswerKey {
  /** By claim_id. */
  readonly claims: ReadonlyMap<string, ClaimAnswer>
  readonly rings: readonly RingAnswer[]
  /** party_id to the party_id that stands for the person; parties that are not named here stand for themselves. */
  readonly duplicates: ReadonlyMap<string, string>
  /** The duplicates that belong to fraud. */
  readonly plantedDuplicates: ReadonlySet<string>
  readonly lookalikes: readonly LookalikeAnswer[]
  /** entry_id of the watch list to the party_id that it means; empty when it means nobody of the book. */
  readonly listings: ReadonlyMap<string, string>
}

async function lines(directory: string, file: string): Promise<string[]> {
  return (await readFile(join(directory, file), 'utf8')).split('\n').filter((line) => line !== '')
}

/** Reads what {@link generateBook} wrote to `answerKeyDirectory`. */
export async function readAnswerKey(directory: string): Promise<AnswerKey> {
  const claims = new Map<string, ClaimAnswer>()
  for (const line of (await lines(directory, 'claims.csv')).slice(1)) {
    const [id = '', fraud, typology, ring] = line.split(',')
    claims.set(id, {
      isFraud: fraud === '1',
      typology: (typology || undefined) as Typology | undefined,
      ringId: ring || undefined,
    })
  }
  const duplicates = new Map<string, string>()
  const plantedDuplicates = new Set<string>()
  for (const line of (await lines(directory, 'duplicates.csv')).slice(1)) {
    const [party = '', person = '', planted] = line.split(',')
    duplicates.set(party, person)
    if (planted === '1') plantedDuplicates.add(party)
  }
  const listings = new Map(
    (await lines(directory, 'watchlist.csv')).slice(1).map((line) => {
      const [entry = '', party = ''] = line.split(',')
      return [entry, party]
    }),
  )
  const json = async <T>(file: string): Promise<T[]> =>
    (await lines(directory, file)).map((line) => JSON.parse(line) as T)
  return {
    claims,
    rings: await json<RingAnswer>('rings.jsonl'),
    duplicates,
    plantedDuplicates,
    lookalikes: await json<LookalikeAnswer>('lookalikes.jsonl'),
    listings,
  }
}
