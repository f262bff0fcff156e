import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  AuditPage,
  Linkage,
  LinkageWarningPage,
  Problem,
  ReviewedPage,
  ReviewedPair,
  ReviewQueue,
  ReviewSummary,
  ReviewThreshold,
} from '../../src/api/schemas/index.ts'
import type { LinkageThreshold, LinkageVerdict } from '../../src/linkage/index.ts'
import { ledger } from '../../src/warehouse/index.ts'
import { BOOK } from './book.ts'
import { type Desk, desk } from './desk.ts'

let at: Desk
beforeAll(async () => {
  at = await desk()
})
afterAll(() => at.close())

const queue = (user: string, limit = 50): Promise<ReviewQueue> => at.json(user, `/v1/reviews?limit=${limit}`)
const judge = async (user: string, reviewId: string, verdict: string): Promise<ReviewedPair> => {
  const response = await at.post(user, `/v1/reviews/${encodeURIComponent(reviewId)}/verdict`, { verdict })
  expect(response.status).toBe(200)
  return (await response.json()) as ReviewedPair
}
const threshold = (user: string): Promise<ReviewThreshold> => at.json(user, '/v1/reviews/threshold')

test('a pair comes without score, without probability, without anything to look it up by', async () => {
  const first = await queue('investigator')
  expect(first.items.length).toBe(Math.min(50, first.total))
  expect(Object.keys(first.items[0]).sort()).toEqual(['comparisons', 'partyType', 'reviewId'])
  expect(JSON.stringify(first)).not.toMatch(/weight|probability|P00\d\d|waterfall|stratum|linked/i)
  const [pair] = first.items.filter((item) => item.comparisons.length > 1)
  expect(pair.comparisons.map((one) => [one.comparison, one.agreement])).toEqual([
    ['given_name', 'different'],
    ['birth_date', 'same'],
    ['id_number', 'close'],
    ['bank_account', 'different'],
  ])
  // Both numbers are all but one digit the same: only what differs is shown.
  const number = pair.comparisons[2]
  expect([number.left, number.right].join('').replaceAll('*', '').length).toBeLessThanOrEqual(6)
  expect(pair.comparisons[1].left).toBe('1980-**-**')
})

test('the order is the reviewer’s own, stays the same, and tells nothing of the weight', async () => {
  const ids = async (user: string) => (await queue(user)).items.map((item) => item.reviewId)
  expect(await ids('investigator')).toEqual(await ids('investigator'))
  expect(await ids('keeper')).not.toEqual(await ids('investigator'))
  expect((await ids('keeper')).slice(0, 30).sort()).toEqual((await ids('investigator')).slice(0, 30).sort())
})

test('a verdict uncovers the weights, goes to the ledger and the audit, and the pair does not come again', async () => {
  const before = await queue('investigator')
  const { reviewId } = before.items[0]
  const answer = await judge('investigator', reviewId, 'same')
  expect(answer).toMatchObject({ reviewId, verdict: 'same', reviewer: 'investigator' })
  expect(answer.waterfall.length).toBeGreaterThan(0)
  const after = await queue('investigator')
  expect(after.items.map((item) => item.reviewId)).not.toContain(reviewId)
  expect([after.judged, after.total]).toEqual([1, before.total])
  expect((await queue('keeper')).items.map((item) => item.reviewId)).toContain(reviewId)
  const [entry] = await ledger<LinkageVerdict>(at.book.home, BOOK, 'linkage-verdicts').read()
  expect(entry).toMatchObject({
    partyIdL: answer.left.partyId,
    partyIdR: answer.right.partyId,
    verdict: 'same',
    snapshot: 's1',
    matchWeight: answer.matchWeight,
  })
  expect(entry.inclusion).toBeGreaterThan(0)
  expect(entry.inclusion).toBeLessThanOrEqual(1)
  const audit: AuditPage = await at.json('admin', `/v1/audit?subject=${encodeURIComponent(reviewId)}`)
  expect(audit.items).toHaveLength(1)
  expect(audit.items[0]).toMatchObject({ actor: 'investigator', action: 'review.verdict' })
  const own: ReviewedPage = await at.json('investigator', '/v1/reviews/verdicts')
  expect(own.items.map((item) => item.reviewId)).toEqual([reviewId])
  const others: ReviewedPage = await at.json('keeper', '/v1/reviews/verdicts')
  expect(others.items).toEqual([])
})

test('a name that is not ours, or a verdict that is none, is refused', async () => {
  const { reviewId } = (await queue('investigator')).items[0]
  for (const wrong of ['pair:~AAAA', 'x', `${reviewId.slice(0, -2)}AA`])
    expect((await at.post('investigator', `/v1/reviews/${wrong}/verdict`, { verdict: 'same' })).status).toBe(
      404,
    )
  const bad = await at.post('investigator', `/v1/reviews/${encodeURIComponent(reviewId)}/verdict`, {
    verdict: 'maybe',
  })
  expect(bad.status).toBe(400)
})

test('before enough verdicts nothing is proposed, and it says how many are missing', async () => {
  const early = await threshold('investigator')
  expect(early.proposal).toBeNull()
  expect(early.reason.en).toMatch(/too few verdicts/i)
  expect(early).toMatchObject({ mayAccept: false, next: { acceptedBy: null } })
  expect(early.current.matchWeight).toBe(4.25)
})

test('two reviewers: agreement beyond chance, controls, and what their verdicts teach', async () => {
  const line = 2
  for (const user of ['investigator', 'keeper'])
    for (const { reviewId } of (await queue(user)).items) {
      // The keeper is strict with one in six.
      const answer = await judge(user, reviewId, 'same')
      const strict = user === 'keeper' && answer.left.partyId.endsWith('5')
      if (answer.matchWeight < line || strict) await judge(user, reviewId, 'different')
    }
  const summary: ReviewSummary = await at.json('investigator', '/v1/reviews/summary')
  expect(summary.reviewers.map((one) => one.username)).toEqual(['investigator', 'keeper'])
  expect(summary.agreement).toHaveLength(1)
  const [agreement] = summary.agreement
  expect(agreement.pairs).toBeGreaterThan(40)
  expect(agreement.kappa).toBeGreaterThan(0.6)
  expect(agreement.kappa).toBeLessThan(1)
  expect(agreement.low).toBeLessThan(agreement.kappa ?? 0)
  const found = await threshold('admin')
  const at4 = found.curve.find((point) => point.matchWeight === 4.25)
  expect(at4?.verdicts).toBeGreaterThan(20)
  expect(at4?.precisionReviewed).toBeGreaterThan(0.9)
})

test('only an administrator accepts a line; the next run finds it in the ledger', async () => {
  const body = { matchWeight: 8, note: 'verdicts of June', snapshot: 's1' }
  expect((await at.post('investigator', '/v1/reviews/threshold', body)).status).toBe(403)
  const late = await at.post('admin', '/v1/reviews/threshold', { ...body, snapshot: 'old' })
  expect(late.status).toBe(409)
  expect(((await late.json()) as Problem).detail).toContain('another is served')
  const response = await at.post('admin', '/v1/reviews/threshold', body)
  expect(response.status).toBe(200)
  expect((await response.json()) as ReviewThreshold).toMatchObject({
    current: { matchWeight: 4.25 },
    next: { matchWeight: 8, acceptedBy: 'admin', note: 'verdicts of June' },
  })
  const [entry] = await ledger<LinkageThreshold>(at.book.home, BOOK, 'linkage-threshold').read()
  expect(entry).toMatchObject({ matchWeight: 8, acceptedBy: 'admin', snapshot: 's1' })
  expect(entry.matchProbability).toBeCloseTo(1 / (1 + 2 ** -8), 10)
})

test('linkage as a whole, and the entities that hang by a thread first', async () => {
  const whole: Linkage = await at.json('investigator', '/v1/linkage')
  expect(whole).toMatchObject({ parties: 62, entities: 61, warnings: { bridge: 1, loose: 0, large: 1 } })
  expect(whole.sizes).toEqual([{ parties: 2, entities: 1 }])
  expect(whole.curve.map((point) => point.matchWeight)).toEqual([12, 8, 4.25, 0, -4])
  const warnings: LinkageWarningPage = await at.json('investigator', '/v1/linkage/warnings')
  expect(warnings.items.map((item) => [item.kind, item.sides])).toEqual([
    ['bridge', [1, 2]],
    ['large', null],
  ])
  const large: LinkageWarningPage = await at.json('investigator', '/v1/linkage/warnings?kind=large')
  expect(large.total).toBe(1)
})
