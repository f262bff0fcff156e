/** The seeded demo book: decides who, what and when; then streams every file to disk. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { OnProgress } from '../util/progress.ts'
import { random } from '../util/random.ts'
import { answerKeyWriter } from './answer-key-writer.ts'
import { DAY, yearOf } from './calendar.ts'
import type { Desk } from './draft.ts'
import { claimFiles } from './files/claims.ts'
import { contactFiles } from './files/contacts.ts'
import { writeCustomers } from './files/customers.ts'
import { writePolicies } from './files/policies.ts'
import { writeProviders } from './files/providers.ts'
import { makeClaim } from './make-claim.ts'
import { organisations } from './organisations.ts'
import { people } from './people.ts'
import { type Planner, planHonest, planner } from './plan.ts'
import { capacityFor, customers, DEFAULTS as POLICIES, policies } from './policies.ts'
import { weather } from './weather.ts'
import { claimId, customerId, type World } from './world.ts'
import { type FileReport, writers } from './writers.ts'

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
  readonly seconds: number
}

const STEP = 2000

export async function generateBook(options: GenerateOptions): Promise<GenerateReport> {
  const { seed, directory, claims = 12_000, onProgress = () => {} } = options
  mkdirSync(join(directory), { recursive: true })
  const root = random(seed)
  onProgress({ stage: 'plan the book', done: 0, total: claims, unit: 'claims' })
  const world = makeWorld(seed, claims)
  const plan = planner(world, claims)
  planHonest(plan, claims, root.fork('honest'))
  const order = inOrder(plan)
  const out = writers(directory, root.fork('mess'))
  writeProviders(world, out, root.fork('providers'))
  writeCustomers(world, out, root.fork('customers'))
  writePolicies(world, out, root.fork('policies'))
  const contacts = contactFiles(world, out, root.fork('contacts'))
  const files = claimFiles(world, out, root.fork('claim files'))
  const key = answerKeyWriter(options.answerKeyDirectory)
  let strangers = 0
  const desk: Desk = {
    world,
    random: root.fork('claims'),
    contact: (draft, person, shared = {}) => contacts.write(draft, person, shared),
    stranger: (region) => world.people.outsider(strangers++, region),
    partyOf: (draft, person) =>
      world.customers.registered[person] > 0 ? customerId(person) : contacts.write(draft, person, {}),
  }
  for (let i = 0; i < order.length; i++) {
    const n = order[i] as number
    const scheme = plan.schemes[plan.claims.scheme[n]]
    const id = claimId(yearOf(Math.floor(plan.claims.reported[n] / DAY)), i)
    const draft = makeClaim(plan.claims, n, id, scheme, desk)
    files.write(draft)
    key.claim(id, scheme)
    if (i % STEP === 0) {
      onProgress({ stage: 'write claims', done: i, total: order.length, unit: 'claims' })
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const reports = out.close()
  const planted = key.close(plan.schemes)
  return { claims: order.length, policies: world.policies.count, files: reports, planted, seconds: 0 }
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
