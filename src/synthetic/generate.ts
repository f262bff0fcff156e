/** The seeded demo book: decides who, what and when; then streams every file to disk. */
import { mkdirSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { invalid } from '../errors.ts'
import type { OnProgress } from '../util/progress.ts'
import { type Random, random } from '../util/random.ts'
import { answerKeyWriter } from './answer-key-writer.ts'
import { DAY, yearOf } from './calendar.ts'
import type { Desk } from './draft.ts'
import { writeArticles } from './files/articles.ts'
import { claimFiles } from './files/claims.ts'
import { contactFiles } from './files/contacts.ts'
import { writeCustomers } from './files/customers.ts'
import { feedbackFile } from './files/feedback.ts'
import { VISIT_TYPES, visitFile } from './files/medical-visits.ts'
import { toParquet } from './files/parquet.ts'
import { writeCreditReports, writeHealthRecords, writeRepairPrices } from './files/partner-lists.ts'
import { photoFiles } from './files/photos.ts'
import { writePolicies } from './files/policies.ts'
import { writeProviders } from './files/providers.ts'
import { settlementFiles } from './files/settlement.ts'
import { trafficFile, writeViolations } from './files/traffic.ts'
import { writeWatchlist } from './files/watchlist.ts'
import { WEATHER_TYPES, writeWeather } from './files/weather.ts'
import { writeNews, writePosts } from './files/web.ts'
import { lookalikes, registerTwice } from './lookalikes.ts'
import { makeClaim } from './make-claim.ts'
import { organisations } from './organisations.ts'
import { people } from './people.ts'
import { type Planner, planHonest, planner } from './plan.ts'
import { capacityFor, customers, DEFAULTS as POLICIES, policies } from './policies.ts'
import { traces } from './traces.ts'
import { typologies } from './typologies/index.ts'
import { weather } from './weather.ts'
import { claimId, customerId, type World } from './world.ts'
import { type FileReport, type Writers, writers } from './writers.ts'

export interface GenerateOptions {
  /** Where the files go: `internal/`, `partner/`, `web/`. */
  readonly directory: string
  /** Where the answers go; never inside `directory`. */
  readonly answerKeyDirectory: string
  readonly seed: number
  /** Claims; default 12,000. */
  readonly claims?: number
  readonly onProgress?: OnProgress
}

export interface GenerateReport {
  readonly claims: number
  readonly policies: number
  readonly files: readonly FileReport[]
  /** Planted claims by typology. */
  readonly planted: Readonly<Record<string, number>>
}

const STEP = 2000

/**
 * Writes the whole book. The same seed and size give the same bytes; memory grows with policies by a few typed arrays only.
 * @throws UserError for fewer than 200 claims, or an answer key inside the data folder.
 */
export async function generateBook(options: GenerateOptions): Promise<GenerateReport> {
  assertUsable(options)
  const { seed, directory, claims = 12_000, onProgress = () => {} } = options
  mkdirSync(directory, { recursive: true })
  const root = random(seed)
  onProgress({ stage: 'plan the book', done: 0, total: claims, unit: 'claims' })
  const world = makeWorld(seed, claims)
  const plan = planner(world, claims)
  for (const module of typologies) {
    const quota = Math.round(claims * module.share)
    module.plan(plan, quota, root.fork(module.typology))
  }
  planHonest(plan, claims - plan.claims.count, root.fork('honest'))
  const order = inOrder(plan)
  const key = answerKeyWriter(options.answerKeyDirectory)
  const same: Desk['same'] = (party, person, planted) => key.duplicate(party, person, planted)
  noteAliases(world, same)
  registerTwice(world, { same }, root.fork('registered twice'))
  const out = writers(directory, root.fork('mess'))
  writeProviders(world, out, root.fork('providers'))
  writeCustomers(world, out, root.fork('customers'))
  writePolicies(world, out, root.fork('policies'))
  const contacts = contactFiles(world, out, root.fork('contacts'))
  const files = claimFiles(world, out, root.fork('claim files'))
  const settlement = settlementFiles(world, out, root.fork('settlement'))
  const feedback = feedbackFile(out, root.fork('feedback'))
  const visits = visitFile(world, out, root.fork('visits'))
  const traffic = trafficFile(world, out, root.fork('traffic'))
  const photos = photoFiles(out)
  const trace = traces(world, root.fork('traces'))
  const alike = lookalikes()
  let strangers = 0
  const desk: Desk = {
    world,
    random: root.fork('claims'),
    contact(draft, person, shared = {}) {
      const party = contacts.write(draft, person, shared)
      if (person < world.customers.count && world.customers.registered[person] > 0) {
        const real = world.customers.trueOf[person]
        same(party, customerId(real >= 0 ? real : person), false)
      }
      return party
    },
    same,
    stranger: (region) => world.people.outsider(strangers++, region),
    partyOf: (draft, person) =>
      world.customers.registered[person] > 0 ? customerId(person) : contacts.write(draft, person, {}),
  }
  for (let i = 0; i < order.length; i++) {
    const n = order[i] as number
    const scheme = plan.schemes[plan.claims.scheme[n]]
    const id = claimId(yearOf(Math.floor(plan.claims.reported[n] / DAY)), i)
    const draft = makeClaim(plan.claims, n, id, scheme, desk)
    trace.leave(draft, scheme)
    files.write(draft)
    photos.write(draft)
    settlement.write(draft, scheme)
    feedback.write(draft)
    visits.write(draft)
    traffic.write(draft)
    if (draft.catastrophe) alike.catastrophe(draft.region, draft.loss, id)
    if (!scheme && plan.claims.scene[n] >= 0) alike.pileUp(plan.claims.scene[n], id)
    key.claim(id, scheme)
    if (i % STEP === 0) {
      onProgress({ stage: 'write claims', done: i, total: order.length, unit: 'claims' })
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  onProgress({ stage: 'write partner and web files', done: 0, total: 1, unit: 'parts' })
  visits.rest()
  traffic.rest()
  writePartners(world, out, root)
  writeWatchlist(world, plan.schemes, out, root.fork('watchlist'), key.listing)
  const suspects = new Set(plan.schemes.flatMap(({ members }) => [...members]))
  writeArticles(world, out, root.fork('articles'), suspects, key.article)
  const reports = out.close()
  await toParquet(directory, 'partner/medical_visits', VISIT_TYPES)
  await toParquet(directory, 'partner/weather', WEATHER_TYPES)
  alike.report(world, key.lookalike)
  const planted = key.close(plan.schemes)
  return { claims: order.length, policies: world.policies.count, files: reports, planted }
}

/** Customers who are somebody else under another spelling, as the schemes made them. */
function noteAliases(world: World, same: Desk['same']): void {
  const { trueOf, count } = world.customers
  for (let person = 0; person < count; person++)
    if (trueOf[person] >= 0) same(customerId(person), customerId(trueOf[person]), true)
}

function writePartners(world: World, out: Writers, root: Random): void {
  writeWeather(world, out)
  writeViolations(world, out, root.fork('violations'))
  writeRepairPrices(out)
  writeCreditReports(world, out, root.fork('credit'))
  writeHealthRecords(world, out, root.fork('health'))
  writeNews(world, out, root.fork('news'))
  writePosts(world, out, root.fork('posts'))
  out.whole('SYNTHETIC.txt', 'Every person, organisation, number and event in these files is made up.\n')
}

function makeWorld(seed: number, claims: number): World {
  const root = random(seed)
  const persons = people(seed)
  const orgs = organisations(seed, claims, root.fork('organisations'))
  const count = Math.max(200, Math.round(claims * POLICIES.policiesPerClaim))
  const all = customers(capacityFor(count))
  const book = policies(count, seed, persons, orgs, all, root.fork('policies'))
  return {
    seed,
    people: persons,
    organisations: orgs,
    weather: weather(root.fork('weather')),
    customers: all,
    policies: book,
  }
}

const SMALLEST = 200

function assertUsable({ directory, answerKeyDirectory, claims = 12_000 }: GenerateOptions): void {
  if (!Number.isSafeInteger(claims) || claims < SMALLEST)
    throw invalid('number of claims', claims, `a whole number from ${SMALLEST}`)
  const inside = relative(resolve(directory), resolve(answerKeyDirectory))
  if (inside === '' || !(inside.startsWith('..') || isAbsolute(inside)))
    throw invalid('answer key directory', answerKeyDirectory, `outside ${directory}, which pipelines read`)
}

/** Positions of the planned claims in the order in which they are reported. */
function inOrder(plan: Planner): Uint32Array {
  const { count, reported } = plan.claims
  const keys = new Float64Array(count)
  for (let n = 0; n < count; n++) keys[n] = reported[n] * 2 ** 24 + n
  keys.sort()
  const order = new Uint32Array(count)
  for (let i = 0; i < count; i++) order[i] = keys[i] % 2 ** 24
  return order
}
