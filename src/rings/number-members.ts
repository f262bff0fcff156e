/** Numbers persons, those who serve, and the things that persons share, among all entities and things that were read. */
import { type Incidence, relation } from './incidence.ts'
import { SERVING, SERVING_ROLES } from './ring-sql.ts'

export interface Persons {
  readonly count: number
  /** Number of the entity, in the order of names. */
  readonly entity: Int32Array
  /** Number of the first letters of the name that families share: first character in Chinese, last word else; -1 when unknown. */
  readonly surname: Int32Array
  /** Number of the employer, -1 when unknown. */
  readonly employer: Int32Array
  /** Day of birth, days since 1900; -1 when unknown. */
  readonly birthDay: Int32Array
}

/** Organisations and professionals in claims, one for each of their roles. */
export interface Providers {
  readonly count: number
  readonly entity: Int32Array
  readonly role: readonly string[]
}

interface Entities {
  readonly count: number
  readonly isPerson: Uint8Array
  readonly surname: Int32Array
  readonly employer: Int32Array
  readonly birthDay: Int32Array
}

/**
 * Numbers who is concerned in a claim or uses a thing, and who serves. Who does none of these cannot be in a ring and gets no number.
 * `personAt` is -1 for who is no person.
 */
export function numberMembers(
  { count, isPerson, surname, employer, birthDay }: Entities,
  stands: { readonly entity: Int32Array; readonly bits: Int32Array },
  users: Int32Array,
) {
  const concerned = new Uint8Array(count)
  const serves = new Uint8Array(count)
  for (let i = 0; i < stands.entity.length; i++) {
    const role = stands.bits[i] - SERVING
    if (role < 0) concerned[stands.entity[i]] = 1
    else serves[stands.entity[i]] |= 1 << role
  }
  for (const user of users) concerned[user] = 1
  const personAt = new Int32Array(count).fill(-1)
  const before = new Int32Array(count)
  const servers: number[] = []
  const roles: string[] = []
  let persons = 0
  for (let entity = 0; entity < count; entity++) {
    if (concerned[entity] && isPerson[entity]) personAt[entity] = persons++
    before[entity] = servers.length
    if (serves[entity] === 0) continue
    for (const [role, name] of SERVING_ROLES.entries())
      if (serves[entity] & (1 << role)) {
        servers.push(entity)
        roles.push(name)
      }
  }
  const entityOf = new Int32Array(persons)
  for (let entity = 0; entity < count; entity++)
    if (personAt[entity] >= 0) entityOf[personAt[entity]] = entity
  return {
    persons: {
      count: persons,
      entity: entityOf,
      surname: entityOf.map((entity) => surname[entity]),
      employer: entityOf.map((entity) => employer[entity]),
      birthDay: entityOf.map((entity) => birthDay[entity]),
    },
    providers: { count: servers.length, entity: Int32Array.from(servers), role: roles },
    personAt,
    providerAt: (entity: number, role: number): number => {
      let place = before[entity]
      for (let other = 0; other < role; other++) if (serves[entity] & (1 << other)) place++
      return place
    },
  }
}

interface Uses {
  readonly thing: Int32Array
  readonly entity: Int32Array
  /** -1 for master data. */
  readonly claim: Int32Array
  /** 1 for the car that somebody drives, 2 for the account that he is paid into. */
  readonly link: Int32Array
  readonly personAt: Int32Array
  readonly personsOf: Incidence
  readonly things: number
}

const PASSENGER = 2

/**
 * The things that at least two persons use, numbered, and who uses them. A thing that a firm or professional uses too is his (an
 * employer's telephone, an agent's address on every form) and ties nobody together. A passenger is no user of the car that he rode
 * in, nor a driver of the car whose owner stands in the claim with him: they share the claim already, and the car would count it
 * twice. Master data (no claim) always counts. `thing` and `paid` are the payments into accounts, -1 where a row is none.
 */
export function sharedBy({ thing, entity, claim, link, personAt, personsOf, things }: Uses) {
  const first = new Int32Array(things).fill(-1)
  const isShared = new Uint8Array(things)
  const isFirms = new Uint8Array(things)
  for (let i = 0; i < thing.length; i++) {
    const user = personAt[entity[i]]
    if (user < 0) isFirms[thing[i]] = 1
    else if (first[thing[i]] < 0) first[thing[i]] = user
    else if (first[thing[i]] !== user) isShared[thing[i]] = 1
  }
  const at = new Int32Array(things).fill(-1)
  let count = 0
  for (let t = 0; t < things; t++) if (isShared[t] && !isFirms[t]) at[t] = count++
  const number = new Int32Array(count)
  for (let t = 0; t < things; t++) if (at[t] >= 0) number[at[t]] = t

  const left = thing.map((t) => at[t])
  const right = entity.map((e) => personAt[e])
  const own = claim.map((c) => (c < 0 ? 1 : 0))
  const all = relation(count, left, right, own)
  const isOwner = (t: number, person: number) => {
    for (let i = all.offsets[t]; i < all.offsets[t + 1]; i++)
      if (all.items[i] === person) return all.values[i] === 1
    return false
  }
  const isOwnersCar = (i: number) => {
    for (let k = personsOf.offsets[claim[i]]; k < personsOf.offsets[claim[i] + 1]; k++) {
      const person = personsOf.items[k]
      if (person === right[i] ? (personsOf.values[k] & PASSENGER) !== 0 : isOwner(left[i], person))
        return true
    }
    return false
  }
  const paid = claim.map((c, i) => (link[i] === 2 ? c : -1))
  const kept = left.map((t, i) => (t >= 0 && link[i] === 1 && claim[i] >= 0 && isOwnersCar(i) ? -1 : t))
  return { number, thing: left, paid, usersOf: relation(count, kept, right, own) }
}
