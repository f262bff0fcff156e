/** Everything that is decided before the first record is written: people, organisations, policies, weather, claims to come. */
import type { Line } from '../schema/words.ts'
import type { Organisations } from './organisations.ts'
import type { Identity, People } from './people.ts'
import type { Weather } from './weather.ts'

export const LINE_LIST = [
  'auto',
  'health',
  'accident',
  'travel',
  'group',
  'agricultural',
] as const satisfies readonly Line[]
export const LINE = { auto: 0, health: 1, accident: 2, travel: 3, group: 4, agricultural: 5 } as const

/** Customers, by number. A negative `phoneOf` or `addressOf` points to an organisation: -1 is the first. */
export interface Customers {
  /** Numbers given out so far. */
  count: number
  /** Whose telephone, account, address stands on the form. */
  readonly phoneOf: Int32Array
  readonly accountOf: Int32Array
  readonly addressOf: Int32Array
  /** Who it really is, when somebody is registered a second time; -1 otherwise. */
  readonly trueOf: Int32Array
  /** Day of registration; 0 while the person is no customer. */
  readonly registered: Int32Array
  /** Organisation that employs the person, or -1. */
  readonly employer: Int32Array
  /** 1 for people whose money is short: it shows in their credit, not only with those who cheat. */
  readonly strained: Uint8Array
}

/** Policies, by number, in order of inception. */
export interface Policies {
  readonly count: number
  readonly line: Uint8Array
  /** Person, or -1 - employer for group policies. */
  readonly holder: Int32Array
  readonly insured: Int32Array
  readonly agent: Int32Array
  readonly inception: Int32Array
  readonly term: Int16Array
  /** The policy that this one renews at the far end; itself when first. Vehicles and fields are those of the root. */
  readonly root: Int32Array
  readonly region: Uint8Array
  readonly channel: Uint8Array
  readonly sum: Float64Array
  readonly premium: Float64Array
}

export interface World {
  readonly seed: number
  readonly people: People
  readonly organisations: Organisations
  readonly weather: Weather
  readonly customers: Customers
  readonly policies: Policies
}

export const CHANNELS = ['agent', 'branch', 'online', 'broker', 'phone'] as const

const pad = (n: number, width: number) => String(n).padStart(width, '0')
export const customerId = (person: number): string => `K${pad(person + 1, 7)}`
export const contactId = (k: number): string => `T${pad(k + 1, 7)}`
export const policyId = (policy: number): string => `PL${pad(policy + 1, 8)}`
export const objectId = (policy: number): string => `OB${pad(policy + 1, 8)}`
export const claimId = (year: number, n: number): string => `CL${year % 100}-${pad(n + 1, 7)}`

/** Last day of cover that the book can see. */
export const lastDay = (policies: Policies, policy: number): number =>
  policies.inception[policy] + policies.term[policy] - 1

/** Makes a person a customer from a day on, or earlier than known so far. */
export function register(customers: Customers, person: number, day: number): void {
  const known = customers.registered[person]
  if (known === 0 || known > day) customers.registered[person] = day
}

/** What stands on a customer's form. */
export function identity(world: World, person: number): Identity {
  const { people, customers, organisations } = world
  const real = customers.trueOf[person] >= 0 ? customers.trueOf[person] : person
  const phoneOf = customers.phoneOf[person]
  const addressOf = customers.addressOf[person]
  const name = people.name(real)
  return {
    name: name.full,
    latin: name.latin,
    id: people.id(real),
    phone:
      phoneOf < 0
        ? people.phone(people.outsider(3_000_000 - phoneOf, people.region(person)))
        : people.phone(phoneOf),
    email: people.email(real),
    account: people.account(customers.accountOf[person]),
    address: addressOf < 0 ? (organisations.all[-1 - addressOf]?.address ?? '') : people.address(addressOf),
    postcode: people.postcode(addressOf < 0 ? person : addressOf),
  }
}

/** Telephone of an organisation. */
export const organisationPhone = (world: World, position: number): string =>
  world.people.phone(
    world.people.outsider(3_000_001 + position, world.organisations.all[position]?.region ?? 0),
  )
