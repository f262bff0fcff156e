/** Pairs for clerical review: which are drawn, what of them is shown, and what is uncovered afterwards. */
import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { unknown } from '../../errors.ts'
import {
  type AgreementOfSides,
  agreementOf,
  BUILT_IN_LINE,
  bornByNumber,
  comparisonLabel,
  type DrawnPair,
  drawReviews,
  type LinkageVerdict,
  levelLabel,
  lineOf,
  parseName,
  type ReviewDraw,
} from '../../linkage/index.ts'
import type { PartyType } from '../../schema/words.ts'
import { maskPartyName, type Pseudonyms } from '../../security/index.ts'
import type { ReviewComparison, ReviewedPair, ReviewPair, WeightStep } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { sideBySide } from './side-by-side.ts'

/** What is drawn from the snapshot, the same for every request. */
export function reviewDraw(view: View): Promise<ReviewDraw> {
  return view.once('review draw', async () =>
    drawReviews(view.warehouse, (await lineOf(view.warehouse)) ?? BUILT_IN_LINE),
  )
}

/** Opaque name of a pair; party ids would let a reviewer look up what linkage made of it. */
export const reviewIdOf = (pseudonyms: Pseudonyms, pair: Pick<DrawnPair, 'partyIdL' | 'partyIdR'>): string =>
  pseudonyms.seal(`pair:${JSON.stringify([pair.partyIdL, pair.partyIdR])}`)

/** The drawn pair behind a name. @throws UserError (404) for one that is not drawn in this snapshot. */
export function findDrawn(draw: ReviewDraw, pseudonyms: Pseudonyms, reviewId: string): DrawnPair {
  const opened = /^pair:~/.test(reviewId) ? pseudonyms.open(reviewId)?.slice('pair:'.length) : undefined
  const [l, r] = opened ? (JSON.parse(opened) as [string, string]) : []
  const pair = draw.pairs.find((one) => one.partyIdL === l && one.partyIdR === r)
  if (!pair) throw unknown('review', reviewId)
  return pair
}

/** A number for a pair that depends on the reviewer alone: his order tells nothing of the pairs. */
export const shuffledFor =
  (username: string) =>
  ({ partyIdL, partyIdR }: DrawnPair): number =>
    createHmac('sha256', username).update(`${partyIdL}\u0000${partyIdR}`).digest().readUInt32BE(0)

interface PartyRow {
  party_id: string
  party_type: PartyType
  gender: string | null
  birth_date: string | null
  name: string | null
  id_number: string | null
  phone: string | null
  email: string | null
  bank_account: string | null
  address: string | null
  postcode: string | null
}

async function partiesOf(view: View, ids: readonly string[]): Promise<Map<string, PartyRow>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<PartyRow>`
    select p.party_id, p.party_type, p.gender, p.birth_date::varchar as birth_date,
      coalesce(nullif(trim(i.name), ''), trim(i.name_latin)) as name,
      i.id_number, i.phone, i.email, i.bank_account, i.address, i.postcode
    from core.party p left join core.party_identity i using (party_id)
    where p.party_id in (${sql.join([...new Set(ids)])})`.execute(view.warehouse.db)
  return new Map(rows.map((row) => [row.party_id, row]))
}

interface MatchRow {
  party_id_l: string
  party_id_r: string
  match_weight: number
  match_probability: number
  waterfall: string
  is_linked: boolean
}

async function matchesOf(
  view: View,
  pairs: readonly Pick<DrawnPair, 'partyIdL' | 'partyIdR'>[],
): Promise<Map<string, MatchRow>> {
  if (pairs.length === 0) return new Map()
  const wanted = sql.join(pairs.map((pair) => sql`(${pair.partyIdL}::varchar, ${pair.partyIdR}::varchar)`))
  const { rows } = await sql<MatchRow>`
    with wanted(l, r) as (values ${wanted})
    select m.party_id_l, m.party_id_r, m.match_weight, m.match_probability, m.waterfall,
      coalesce(a.entity_id = b.entity_id, false) as is_linked
    from wanted w join core.match m on m.party_id_l = w.l and m.party_id_r = w.r
    left join core.entity a on a.party_id = w.l left join core.entity b on b.party_id = w.r`.execute(
    view.warehouse.db,
  )
  return new Map(rows.map((row) => [`${row.party_id_l}\u0000${row.party_id_r}`, row]))
}

const keyOf = (pair: Pick<DrawnPair, 'partyIdL' | 'partyIdR'>) => `${pair.partyIdL}\u0000${pair.partyIdR}`

/** Steps of a waterfall that compare something. */
function comparedIn(json: string): { comparison: string; level: string }[] {
  return waterfallOf(json).filter(({ comparison }) => comparison !== 'prior' && comparison !== 'household')
}

function waterfallOf(json: string): WeightStep[] {
  const steps: { comparison: string; level: unknown; weight: number }[] = JSON.parse(json)
  return steps.map(({ comparison, level, weight }) => ({ comparison, level: String(level), weight }))
}

/** Names are compared in small letters, and shown as people write them. */
const shownName = (name: string): string | null =>
  name.replace(/(?:^| )\p{Ll}/gu, (letter) => letter.toUpperCase()) || null

/** The value that a comparison looks at. */
function comparedValue(party: PartyRow, comparison: string): string | null {
  switch (comparison) {
    case 'name':
      return party.name
    case 'given_name':
      return shownName(parseName(party.name ?? '', false).given)
    case 'family_name':
      return shownName(parseName(party.name ?? '', false).family)
    case 'birth_date':
      return party.birth_date ?? bornByNumber(party.id_number)
    case 'id_number':
    case 'gender':
    case 'phone':
    case 'email':
    case 'bank_account':
    case 'address':
    case 'postcode':
      return party[comparison] || null
    default:
      return null
  }
}

/** Pairs as a reviewer sees them, in the order given. */
export async function reviewPairs(
  view: View,
  pseudonyms: Pseudonyms,
  pairs: readonly DrawnPair[],
): Promise<ReviewPair[]> {
  const [parties, matches] = await Promise.all([
    partiesOf(
      view,
      pairs.flatMap((pair) => [pair.partyIdL, pair.partyIdR]),
    ),
    matchesOf(view, pairs),
  ])
  return pairs.flatMap((pair) => {
    const [left, right] = [parties.get(pair.partyIdL), parties.get(pair.partyIdR)]
    const match = matches.get(keyOf(pair))
    if (!left || !right || !match) return []
    const comparisons = comparedIn(match.waterfall).map(({ comparison, level }): ReviewComparison => {
      const values = [comparedValue(left, comparison), comparedValue(right, comparison)] as const
      const agreement: AgreementOfSides = agreementOf(level)
      const shown = sideBySide(comparison, values, agreement)
      return {
        comparison,
        label: comparisonLabel(comparison),
        left: shown[0],
        right: shown[1],
        agreement,
        level: levelLabel(level),
      }
    })
    return [{ reviewId: reviewIdOf(pseudonyms, pair), partyType: left.party_type, comparisons }]
  })
}

/** Judged pairs with what linkage made of them, in the order given; a pair that the snapshot no longer keeps is left out. */
export async function reviewedPairs(
  view: View,
  pseudonyms: Pseudonyms,
  verdicts: readonly LinkageVerdict[],
): Promise<ReviewedPair[]> {
  const [parties, matches] = await Promise.all([
    partiesOf(
      view,
      verdicts.flatMap((verdict) => [verdict.partyIdL, verdict.partyIdR]),
    ),
    matchesOf(view, verdicts),
  ])
  const side = (partyId: string) => {
    const party = parties.get(partyId)
    return { partyId, name: maskPartyName(party?.name ?? null, party?.party_type ?? null) }
  }
  return verdicts.flatMap((verdict) => {
    const match = matches.get(keyOf(verdict))
    if (!match) return []
    return [
      {
        reviewId: reviewIdOf(pseudonyms, verdict),
        verdict: verdict.verdict,
        reviewer: verdict.reviewer,
        at: verdict.at,
        note: verdict.note,
        left: side(verdict.partyIdL),
        right: side(verdict.partyIdR),
        matchWeight: match.match_weight,
        matchProbability: match.match_probability,
        isLinked: match.is_linked,
        waterfall: waterfallOf(match.waterfall),
      },
    ]
  })
}
