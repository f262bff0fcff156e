/** Writes the answers: what each claim really is, who is in which ring, who is who. Pipelines never read them. */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Scheme } from './draft.ts'

export interface AnswerKeyWriter {
  claim(id: string, scheme: Scheme | undefined): void
  /** A party that is really another one. */
  duplicate(party: string, person: string, planted: boolean): void
  /** Honest parties or claims that resemble fraud. */
  lookalike(kind: string, parties: readonly string[], claims: readonly string[]): void
  /** Whom an entry of the watch list means; empty when nobody of the book. */
  listing(entry: string, party: string): void
  /** What an article names: `party H00001`, `place 330100`. */
  article(id: string, named: readonly string[]): void
  /** Writes the rest, and counts planted claims by typology. */
  close(schemes: readonly Scheme[]): Record<string, number>
}

export function answerKeyWriter(directory: string): AnswerKeyWriter {
  mkdirSync(directory, { recursive: true })
  const claims = openSync(join(directory, 'claims.csv'), 'w')
  let text = 'claim_id,is_fraud,typology,ring_id\n'
  const counts: Record<string, number> = {}
  const duplicates = ['party_id,person_id,is_planted']
  const lookalikes: string[] = []
  const articles: string[] = []
  const listings = ['entry_id,party_id']
  const used = new Set<string>()
  return {
    claim(id, scheme) {
      if (scheme) {
        counts[scheme.typology] = (counts[scheme.typology] ?? 0) + 1
        used.add(scheme.ring)
      }
      text += `${id},${scheme ? 1 : 0},${scheme?.typology ?? ''},${scheme?.ring ?? ''}\n`
      if (text.length > 1 << 19) {
        writeSync(claims, text)
        text = ''
      }
    },
    duplicate: (party, person, planted) => void duplicates.push(`${party},${person},${planted ? 1 : 0}`),
    lookalike: (kind, parties, ids) =>
      void lookalikes.push(
        JSON.stringify({ lookalike_id: `LA${lookalikes.length + 1}`, kind, parties, claims: ids }),
      ),
    listing: (entry, party) => void listings.push(`${entry},${party}`),
    article: (id, named) => void articles.push(JSON.stringify({ article_id: id, named })),
    close(schemes) {
      writeSync(claims, text)
      closeSync(claims)
      const rings = schemes
        .filter((s) => s.ring !== '' && used.has(s.ring))
        .map((s) => JSON.stringify({ ring_id: s.ring, typology: s.typology, members: [...s.members] }))
      writeFileSync(join(directory, 'rings.jsonl'), `${rings.join('\n')}\n`)
      writeFileSync(join(directory, 'duplicates.csv'), `${duplicates.join('\n')}\n`)
      writeFileSync(join(directory, 'lookalikes.jsonl'), `${lookalikes.join('\n')}\n`)
      writeFileSync(join(directory, 'watchlist.csv'), `${listings.join('\n')}\n`)
      writeFileSync(join(directory, 'articles.jsonl'), `${articles.join('\n')}\n`)
      return counts
    },
  }
}
