/** Which claims there will be, honest and planted, before any is written: five numbers a claim. */
import type { Random } from '../util/random.ts'
import { DAY, END, FIRST_DAY, LAST_DAY, monthOf, weekdayOf } from './calendar.ts'
import type { Scheme } from './draft.ts'
import { propensity } from './files/policies.ts'
import { MARK } from './weather.ts'
import { LINE, lastDay, register, type World } from './world.ts'

export const DEFAULTS = {
  /** Share of claims that follow hail and storm days. */
  catastrophes: 0.055,
  /** Share of claims of pile-ups: strangers at one place within minutes. */
  pileUps: 0.003,
} as const

/** Claims a policy, relative; annual lines by time at risk. */
const RATES = [1, 1.15, 0.8, 0.62, 5.5, 1.05]
/** Relative frequency by month: northern winter for cars, summer for trips. */
const MONTHS = [
  [1.15, 1.1, 0.95, 0.9, 0.9, 1.05, 1.1, 1.05, 0.95, 0.95, 1, 1.15],
  [1.25, 1.15, 1.05, 0.95, 0.9, 0.85, 0.85, 0.85, 0.95, 1, 1.1, 1.2],
  [0.9, 0.9, 1, 1, 1.05, 1.05, 1.1, 1.1, 1, 1, 0.95, 0.95],
] as const

/** Claims to come, by position. */
export interface Claims {
  count: number
  readonly policy: Int32Array
  readonly claimant: Int32Array
  readonly loss: Int32Array
  readonly reported: Int32Array
  /** Position of the scheme, or -1. */
  readonly scheme: Int32Array
  readonly catastrophe: Uint8Array
  /** Number of the place that the claim shares with others of one moment, or -1. */
  readonly scene: Int32Array
}

export interface Planner {
  readonly world: World
  readonly claims: Claims
  readonly schemes: Scheme[]
  readonly staff: Staff
  /** Policies of a line in a region, in order of inception. */
  of(line: number, region: number): Int32Array
  /** Adds a claim; false when it cannot be: out of cover, out of the book, or no room. */
  add(
    policy: number,
    claimant: number,
    loss: number,
    reported: number,
    scheme?: number,
    catastrophe?: boolean,
  ): boolean
  /** Puts claims, by position, at one place: they tell of one event. */
  together(claims: readonly number[]): void
}

export function planner(world: World, capacity: number): Planner {
  const make = () => new Int32Array(capacity)
  const claims: Claims = {
    count: 0,
    policy: make(),
    claimant: make(),
    loss: make(),
    reported: make(),
    scheme: make(),
    catastrophe: new Uint8Array(capacity),
    scene: make().fill(-1),
  }
  let scenes = 0
  const index = new Map<number, Int32Array>()
  return {
    world,
    claims,
    schemes: [],
    staff: staffOf(world),
    of(line, region) {
      if (index.size === 0) indexPolicies(world, index)
      return index.get(line * 100 + region) ?? new Int32Array(0)
    },
    add(policy, claimant, loss, reported, scheme = -1, catastrophe = false) {
      const day = Math.floor(loss / DAY)
      const n = claims.count
      if (n >= capacity || day < FIRST_DAY || day > LAST_DAY || reported > END || reported < loss)
        return false
      if (day < world.policies.inception[policy] || day > lastDay(world.policies, policy)) return false
      claims.count++
      claims.policy[n] = policy
      claims.claimant[n] = claimant
      claims.loss[n] = loss
      claims.reported[n] = reported
      claims.scheme[n] = scheme
      claims.catastrophe[n] = catastrophe ? 1 : 0
      register(world.customers, claimant, world.policies.inception[policy])
      return true
    },
    together(positions) {
      if (positions.length < 2) return
      for (const n of positions) claims.scene[n] = scenes
      scenes++
    },
  }
}

function indexPolicies(world: World, index: Map<number, Int32Array>): void {
  const { policies } = world
  const sizes = new Map<number, number>()
  const key = (p: number) => policies.line[p] * 100 + policies.region[p]
  for (let p = 0; p < policies.count; p++) sizes.set(key(p), (sizes.get(key(p)) ?? 0) + 1)
  for (const [k, size] of sizes) index.set(k, new Int32Array(size))
  const filled = new Map<number, number>()
  for (let p = 0; p < policies.count; p++) {
    const at = filled.get(key(p)) ?? 0
    const list = index.get(key(p))
    if (list) list[at] = p
    filled.set(key(p), at + 1)
  }
}

/** Minute of the day at which things happen, by line. */
export function minuteOfDay(line: number, random: Random): number {
  if (line !== LINE.auto) return 420 + Math.floor(random.next() * 840)
  const peak = random.next()
  const centre = peak < 0.32 ? 510 : peak < 0.72 ? 1080 : peak < 0.85 ? 780 : 1350
  return (Math.round(random.normal(centre, peak < 0.72 ? 95 : 170)) + DAY) % DAY
}

/** Minutes from loss to report. */
export function delay(line: number, random: Random): number {
  const typical = [600, 12_000, 5000, 6000, 13_000, 4000][line] as number
  return Math.min(60 * DAY, Math.round(typical * Math.exp(random.normal(0, 1.1))) + 5)
}

/** A person who claims under a policy. */
export function claimantOf(world: World, policy: number, staff: Staff, random: Random): number {
  const { policies, people } = world
  const holder = policies.holder[policy]
  if (holder < 0) return staff.of(-1 - holder, policies.region[policy], random)
  const insured = policies.insured[policy]
  return people.adult(insured) || random.chance(0.5) ? insured : holder
}

/** Who works where: an index of the customers by employer. */
export interface Staff {
  of(employer: number, region: number, random: Random): number
}

export function staffOf(world: World): Staff {
  const { employer, count } = world.customers
  const organisations = world.organisations.all.length
  const starts = new Int32Array(organisations + 1)
  for (let i = 0; i < count; i++) if (employer[i] >= 0) starts[employer[i] + 1]++
  for (let i = 0; i < organisations; i++) starts[i + 1] += starts[i]
  const list = new Int32Array(starts[organisations])
  const next = starts.slice()
  for (let i = 0; i < count; i++) if (employer[i] >= 0) list[next[employer[i]]++] = i
  return {
    of(position, region, random) {
      const from = starts[position]
      const size = starts[position + 1] - from
      if (size > 0) return list[from + Math.floor(random.next() * size)]
      let person = random.int(0, count - 1)
      for (let i = 0; i < 60 && !(world.people.adult(person) && world.people.region(person) === region); i++)
        person = random.int(0, count - 1)
      return person
    },
  }
}

function seasonal(line: number, day: number): number {
  const table =
    line === LINE.auto ? MONTHS[0] : line === LINE.health || line === LINE.group ? MONTHS[1] : MONTHS[2]
  const weekend = weekdayOf(day) >= 5
  return (table[monthOf(day)] as number) * (line === LINE.auto && weekend ? 0.85 : 1)
}

/** Plans `count` honest claims: each policy's by its time at risk and its people, and the harvest of hail and storms. */
export function planHonest(plan: Planner, count: number, random: Random): void {
  const { world } = plan
  const { policies } = world
  const { staff } = plan
  const sudden = planCatastrophes(plan, Math.round(count * DEFAULTS.catastrophes), random)
  const piled = planPileUps(plan, Math.round(count * DEFAULTS.pileUps), random.fork('pile-ups'))
  const rest = count - sudden - piled
  const weightOf = (p: number): number => {
    const from = Math.max(policies.inception[p], FIRST_DAY)
    const to = Math.min(lastDay(policies, p), LAST_DAY)
    if (to < from) return 0
    const annual = policies.line[p] <= LINE.accident || policies.line[p] === LINE.group
    const risk = annual ? (to - from + 1) / 365 : (to - from + 1) / policies.term[p]
    return (RATES[policies.line[p]] as number) * risk * propensity(world, policies.holder[p])
  }
  let total = 0
  for (let p = 0; p < policies.count; p++) total += weightOf(p)
  // Reports that fall beyond the end are dropped: aim a little higher, and stop when there are enough.
  const step = total / (rest * 1.035)
  let at = random.next() * step
  const target = plan.claims.count + rest
  for (let p = 0; p < policies.count; p++) {
    at -= weightOf(p)
    while (at < 0) {
      at += step
      if (plan.claims.count < target || random.chance(0)) planOne(plan, p, staff, random)
    }
  }
  for (let tries = 0; plan.claims.count < target && tries < rest * 20; tries++)
    planOne(plan, random.int(0, policies.count - 1), staff, random)
}

function planOne(plan: Planner, policy: number, staff: Staff, random: Random): void {
  const { policies, weather } = plan.world
  const line = policies.line[policy]
  const from = Math.max(policies.inception[policy], FIRST_DAY)
  const to = Math.min(lastDay(policies, policy), LAST_DAY)
  if (to < from) return
  let day = random.int(from, to)
  for (let i = 0; i < 6; i++) {
    const step = weather.step(day * DAY)
    const marked = (weather.marks[policies.region[policy]] as Uint8Array)[step + 4] > 0
    const wanted = line === LINE.agricultural ? (marked ? 1.3 : 0.12) : seasonal(line, day)
    if (random.next() * 1.3 < wanted) break
    day = random.int(from, to)
  }
  const loss = day * DAY + minuteOfDay(line, random)
  plan.add(policy, claimantOf(plan.world, policy, staff, random), loss, loss + delay(line, random))
}

function planCatastrophes(plan: Planner, count: number, random: Random): number {
  const { weather, policies } = plan.world
  const events = weather.catastrophes.filter((c) => c.day >= FIRST_DAY && c.day < LAST_DAY - 5)
  let total = 0
  for (const event of events) total += event.size
  const before = plan.claims.count
  for (const event of events) {
    const wanted = Math.round((event.size / total) * count)
    for (let i = 0; i < wanted && plan.claims.count - before < count; i++) {
      const line = random.chance(0.88) ? LINE.auto : LINE.agricultural
      const list = plan.of(line, event.region)
      const policy = active(policies.inception, list, event.day, random)
      if (policy < 0) continue
      const step = weather.step(event.day * DAY)
      let hour = random.int(0, 7)
      const marks = weather.marks[event.region] as Uint8Array
      while ((marks[step + hour] & (event.kind === 'hail' ? MARK.hail : MARK.storm)) === 0)
        hour = (hour + 1) % 8
      const loss = event.day * DAY + hour * 180 + random.int(0, 179)
      plan.add(policy, plan.world.policies.insured[policy], loss, loss + random.int(30, 7 * DAY), -1, true)
    }
  }
  return plan.claims.count - before
}

/** Fog, ice, a queue behind a lorry: two to four cars at one place, each claimed by its own holder. */
function planPileUps(plan: Planner, count: number, random: Random): number {
  const { policies } = plan.world
  const before = plan.claims.count
  for (let tries = 0; plan.claims.count - before < count && tries < count * 50; tries++) {
    const some = random.int(0, policies.count - 1)
    const day = policies.inception[some] + random.int(0, 300)
    if (policies.line[some] !== LINE.auto || random.next() * 1.3 > seasonal(LINE.auto, day)) continue
    const loss = day * DAY + minuteOfDay(LINE.auto, random)
    const list = plan.of(LINE.auto, policies.region[some])
    const here: number[] = []
    const taken = new Set<number>()
    for (let cars = random.weighted([2, 3, 4], [60, 28, 12]); cars > 0; cars--) {
      const policy = active(policies.inception, list, day, random)
      if (policy < 0 || taken.has(policies.insured[policy])) continue
      taken.add(policies.insured[policy])
      const at = loss + random.int(0, 12)
      if (plan.add(policy, policies.insured[policy], at, at + delay(LINE.auto, random)))
        here.push(plan.claims.count - 1)
    }
    plan.together(here)
  }
  return plan.claims.count - before
}

/** A policy of a list, in order of inception, that began within the year before a day; -1 when there is none. */
export function active(inception: Int32Array, list: Int32Array, day: number, random: Random): number {
  const low = lowerBound(inception, list, day - 300)
  const high = lowerBound(inception, list, day)
  return high > low ? (list[random.int(low, high - 1)] as number) : -1
}

/** First position in the list whose policy begins on or after a day. */
export function lowerBound(inception: Int32Array, list: Int32Array, day: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (inception[list[middle] as number] < day) low = middle + 1
    else high = middle
  }
  return low
}
