import { sql } from 'kysely'
import type { Link, LinkRow } from '../link.ts'
import { FIRST_KNOWN } from './first-known.ts'
import { ownedByServer } from './owned-by-server.ts'

export const DEFAULTS = {
  /** Bits of 64 in which two hashes of one scene may differ. */
  distance: 3,
  /** Fewer bits set or unset than this: a black, white or one-coloured picture, which says nothing. */
  blank: 6,
  /** More different pictures than this under one key are not compared. */
  crowd: 200,
} as const

/**
 * Claims with the same photo, or one that was cropped, resized or written again: perceptual hashes that differ in few bits. The
 * 64 bits are cut into five blocks; hashes that differ in three bits agree in two blocks at least, so each is looked up under
 * its ten pairs of blocks. Reference: G. S. Manku, A. Jain, A. Das Sarma, "Detecting near-duplicates for web crawling", WWW 2007.
 */
export const samePhoto: Link = {
  name: 'same_photo',
  title: { en: 'shows the same photo', zh: '使用相同照片' },
  target: 'photo',
  strength: 0.85,
  maxDegree: 8,
  byHindsight: true,
  falsePositives: [
    "a repairer's stock photo of its yard or of a part",
    'a photo of a form or of a road sign',
    'two people of one accident who sent one picture',
  ],
  query: (db) =>
    db
      .selectFrom(ownedByServer(db, pictures, ['repairer']).as('p'))
      .select(['party_id', 'target', 'claim_id', 'known_at']),
}

const { distance, blank, crowd } = DEFAULTS
/** First bit and length of the blocks. */
const BLOCKS = [
  [0, 13],
  [13, 13],
  [26, 13],
  [39, 13],
  [52, 12],
] as const
const block = ([from, bits]: readonly [number, number]) => `((bits >> ${from}) & ${2 ** bits - 1})`
const KEYS = BLOCKS.flatMap((a, i) =>
  BLOCKS.slice(i + 1).map((b, j) => `hash(${i}, ${i + 1 + j}, ${block(a)}, ${block(b)})`),
)

const pictures = sql<LinkRow>`(${sql.raw(`
  with shown as (
    select p.claim_id, p.known_at, lower(p.content_hash) as item from core.claim_photo p
    where regexp_full_match(lower(p.content_hash), '[0-9a-f]{16}')
  ), picture as (
    select item, bits from (select distinct item, ('0x' || item)::ubigint as bits from shown)
    where bit_count(bits::hugeint) between ${blank} and ${64 - blank}
  ), keyed as (select item, bits, unnest([${KEYS.join(', ')}]) as h from picture),
  bucket as (select list({ item: item, bits: bits }) as items from keyed group by h having count(*) between 2 and ${crowd}),
  pair as (
    select distinct a.item as one, b.item as other from (select unnest(items) as a, items from bucket) r, unnest(r.items) as t(b)
    where a.item < b.item and bit_count(xor(a.bits, b.bits)::hugeint) <= ${distance}
  ), ${FIRST_KNOWN.replace('from shown group', 'from shown where item in (select item from picture) group')}
  select c.claimant_id as party_id, r.item as target, r.claim_id, r.known_at
  from resembling r join core.claim c on c.claim_id = r.claim_id where c.claimant_id is not null`)})`
