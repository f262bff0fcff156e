/** Bursts of claims: of one peril at one place, and at one provider. */
import { sql } from 'kysely'
import { PROVIDER_ROLES, WEATHER_PERILS } from '../schema/words.ts'
import {
  type Burst,
  kilometres,
  liftOf,
  outcomeColumns,
  type Stratum,
  searchBursts,
} from '../segments/index.ts'
import { hashOf } from '../util/hash.ts'
import type { RunContext } from './context.ts'

export const DEFAULTS = {
  /** Radius in place and time of claims that are near each other. */
  km: 5,
  days: 7,
  /** Radius in time at a provider. */
  providerDays: 10,
  /** Claims within the radius that make a crowd: at a place, at a provider. */
  claims: 4,
  providerClaims: 5,
  /** Bursts that are kept at most, the strongest. */
  kept: 300,
} as const

const DAY = 86_400_000
/** Providers stand so far apart, in radii, that none is near another. */
const APART = 10

export interface BurstReport {
  readonly bursts: number
  readonly candidates: number
  readonly shuffles: number
}

interface Events {
  readonly rows: number
  readonly claim_id: readonly (string | null)[]
  readonly line: readonly (string | null)[]
  readonly peril: readonly (string | null)[]
  readonly region: readonly (string | null)[]
  readonly claimant: readonly (string | null)[]
  readonly provider: readonly (string | null)[]
  readonly role: readonly (string | null)[]
  readonly latitude: Float64Array
  readonly longitude: Float64Array
  readonly loss: Float64Array
  readonly amount: Float64Array
}

/** Rows of the events by a name, in the order of the names. */
function grouped(events: Events, nameOf: (row: number) => string | null): [string, Int32Array][] {
  const found = new Map<string, number[]>()
  for (let row = 0; row < events.rows; row++) {
    const name = nameOf(row)
    if (name === null) continue
    const rows = found.get(name)
    if (rows) rows.push(row)
    else found.set(name, [row])
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, rows]) => [name, Int32Array.from(rows)])
}

const of = (values: Float64Array, rows: Int32Array, unit: number) =>
  Float64Array.from(rows, (row) => values[row] / unit)

const COLUMNS = {
  claim_id: 'string',
  line: 'string',
  peril: 'string',
  region: 'string',
  claimant: 'string',
  provider: 'string',
  role: 'string',
  latitude: 'f64',
  longitude: 'f64',
  loss: 'f64',
  amount: 'f64',
} as const

/** Claims known at the moment; with providers one row for each of them. */
async function eventsOf({ warehouse }: RunContext, asOf: Date, withProviders: boolean): Promise<Events> {
  const roles = PROVIDER_ROLES.filter((role) => role !== 'adjuster' && role !== 'agent')
  const query = withProviders
    ? sql`select c.claim_id, c.line, c.peril, c.region_code as region, c.claimant_id as claimant, coalesce(e.entity_id, p.party_id) as provider,
        p.role, 0::double as latitude, 0::double as longitude, epoch_ms(c.loss_at)::double as loss, coalesce(c.claimed_amount, 0)::double as amount
      from core.claim as c join core.claim_party as p on p.claim_id = c.claim_id and p.known_at <= ${asOf}::timestamp
      left join core.entity as e on e.party_id = p.party_id
      where c.known_at <= ${asOf}::timestamp and p.role in (${sql.join(roles.map((role) => sql.lit(role)))})
      order by c.claim_id, p.role, p.party_id`
    : sql`select c.claim_id, c.line, c.peril, c.region_code as region, c.claimant_id as claimant, null::varchar as provider,
        null::varchar as role, c.latitude, c.longitude, epoch_ms(c.loss_at)::double as loss, coalesce(c.claimed_amount, 0)::double as amount
      from core.claim as c
      where c.known_at <= ${asOf}::timestamp and c.latitude is not null and c.longitude is not null and c.peril is not null
      order by c.claim_id`
  const { columns, rows } = await warehouse.columns({ compile: () => query.compile(warehouse.db) }, COLUMNS)
  return { ...columns, rows }
}

/** A burst with what it is about. */
interface Found extends Burst {
  readonly kind: 'place' | 'provider'
  readonly events: Events
  /** Rows of the events. */
  readonly rows: Int32Array
}

/** Replaces all bursts; `outcomes` is 1, 0 or NaN by claim. */
export async function writeBursts(
  context: RunContext,
  outcomes: ReadonlyMap<string, number>,
  asOf: Date,
): Promise<BurstReport> {
  const { warehouse, seed } = context
  const searches = [await atPlaces(context, asOf, seed), await atProviders(context, asOf, seed)]
  const found = searches
    .flatMap((search) => search.found)
    .sort((a, b) => b.statistic - a.statistic)
    .slice(0, DEFAULTS.kept)
  await warehouse.execute('delete from cluster.burst; delete from cluster.burst_member')
  const base = shareOf([...outcomes.values()])
  const ids = found.map(({ kind, events, rows }) => {
    const first = rows[0]
    const what = kind === 'place' ? [events.line[first], events.peril[first]] : [events.provider[first]]
    return `B${hashOf([kind, ...what, events.claim_id[first]]).slice(0, 12)}`
  })
  const first = <T>(pick: (events: Events, row: number) => T) =>
    found.map(({ events, rows }) => pick(events, rows[0]))
  const mostly = (pick: (events: Events, row: number) => string | null) =>
    found.map(({ events, rows }) => mostOf(Array.from(rows, (row) => pick(events, row))))
  const ofPlace = <T>(pick: (one: Found) => T) =>
    found.map((one) => (one.kind === 'place' ? pick(one) : null))
  const mean = (values: Float64Array, rows: Int32Array) =>
    rows.reduce((sum, row) => sum + values[row], 0) / rows.length
  await warehouse.append('cluster.burst', {
    burst_id: ids,
    kind: found.map(({ kind }) => kind),
    line: mostly((events, row) => events.line[row]),
    peril: mostly((events, row) => events.peril[row]),
    provider_id: first((events, row) => events.provider[row]),
    role: first((events, row) => events.role[row]),
    region_code: mostly((events, row) => events.region[row]),
    latitude: ofPlace(({ events, rows }) => mean(events.latitude, rows)),
    longitude: ofPlace(({ events, rows }) => mean(events.longitude, rows)),
    radius_km: ofPlace(({ radius }) => radius * DEFAULTS.km),
    from_at: Float64Array.from(found, ({ events, rows }) =>
      Math.min(...Array.from(rows, (row) => events.loss[row])),
    ),
    to_at: Float64Array.from(found, ({ events, rows }) =>
      Math.max(...Array.from(rows, (row) => events.loss[row])),
    ),
    claims: found.map(({ rows }) => rows.length),
    expected: found.map(({ expected }) => expected),
    statistic: found.map(({ statistic }) => statistic),
    p_value: found.map(({ p }) => p),
    q_value: found.map(({ q }) => q),
    shuffles: Int32Array.from(found, ({ kind }) => searches[kind === 'place' ? 0 : 1].shuffles),
    is_weather: found.map(({ events, rows }) => {
      const weather = rows.filter((row) => isWeather(events.peril[row])).length
      return 2 * weather > rows.length
    }),
    claimants: found.map(({ events, rows }) => new Set(Array.from(rows, (row) => events.claimant[row])).size),
    claimed_amount: found.map(
      ({ events, rows }) => Math.round(100 * rows.reduce((sum, row) => sum + events.amount[row], 0)) / 100,
    ),
    as_of: found.map(() => asOf),
    ...outcomeColumns(
      found.map(({ events, rows }) => {
        const y = Float64Array.from(rows, (row) => outcomes.get(String(events.claim_id[row])) ?? Number.NaN)
        return liftOf(y, y.keys(), base)
      }),
    ),
  })
  const members = found.flatMap((one, i) => {
    const { x, y } = kilometres(of(one.events.latitude, one.rows, 1), of(one.events.longitude, one.rows, 1))
    const [cx, cy] = [x, y].map((list) => list.reduce((a, b) => a + b, 0) / list.length)
    return Array.from(one.rows, (row, k) => ({
      burst: ids[i],
      claim: one.events.claim_id[row],
      loss: one.events.loss[row],
      km: one.kind === 'place' ? Math.hypot(x[k] - cx, y[k] - cy) : null,
    }))
  })
  await warehouse.append('cluster.burst_member', {
    burst_id: members.map(({ burst }) => burst),
    claim_id: members.map(({ claim }) => claim),
    loss_at: Float64Array.from(members, ({ loss }) => loss),
    distance_km: members.map(({ km }) => km),
  })
  return {
    bursts: found.length,
    candidates: searches.reduce((sum, { candidates }) => sum + candidates, 0),
    shuffles: searches[0].shuffles,
  }
}

interface Search {
  readonly found: readonly Found[]
  readonly candidates: number
  readonly shuffles: number
}

async function atPlaces(context: RunContext, asOf: Date, seed: number): Promise<Search> {
  const events = await eventsOf(context, asOf, false)
  const { x, y } = kilometres(events.latitude, events.longitude)
  const groups = grouped(events, (row) => events.line[row])
  const perils = [...new Set(events.peril)]
  const strata = groups.map(
    ([name, rows]): Stratum => ({
      name,
      x: of(x, rows, DEFAULTS.km),
      y: of(y, rows, DEFAULTS.km),
      t: of(events.loss, rows, DEFAULTS.days * DAY),
      kind: Int32Array.from(rows, (row) => perils.indexOf(events.peril[row])),
    }),
  )
  return searched('place', events, groups, strata, DEFAULTS.claims, seed)
}

async function atProviders(context: RunContext, asOf: Date, seed: number): Promise<Search> {
  const events = await eventsOf(context, asOf, true)
  const groups = grouped(events, (row) => events.role[row])
  const strata = groups.map(([name, rows]): Stratum => {
    const numbers = new Map(
      [...new Set(Array.from(rows, (row) => events.provider[row]))].map((id, i) => [id, i]),
    )
    return {
      name,
      x: Float64Array.from(rows, (row) => APART * (numbers.get(events.provider[row]) ?? 0)),
      y: new Float64Array(rows.length),
      t: of(events.loss, rows, DEFAULTS.providerDays * DAY),
    }
  })
  return searched('provider', events, groups, strata, DEFAULTS.providerClaims, seed)
}

function searched(
  kind: Found['kind'],
  events: Events,
  groups: readonly [string, Int32Array][],
  strata: readonly Stratum[],
  minEvents: number,
  seed: number,
): Search {
  const { bursts, candidates, shuffles } = searchBursts(strata, { minEvents, seed })
  const found = bursts.map((burst) => ({
    ...burst,
    kind,
    events,
    rows: Int32Array.from(burst.members, (i) => groups[burst.stratum][1][i]),
  }))
  return { found, candidates, shuffles }
}

const isWeather = (peril: string | null): boolean =>
  (WEATHER_PERILS as readonly (string | null)[]).includes(peril)

function shareOf(y: readonly number[]): number {
  const known = y.filter((v) => !Number.isNaN(v))
  return known.reduce((a, b) => a + b, 0) / Math.max(1, known.length)
}

function mostOf(words: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>()
  for (const word of words) if (word !== null) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? null
}
