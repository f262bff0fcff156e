/**
 * What claims leave on the side: the device that reported them, photos, longer accounts. Groups use one another's, and so do honest
 * people: families with one tablet, agents and garages that report for customers, branches with a terminal, form letters, the
 * picture of a garage's yard. All of it is drawn from a stream of its own, so that the rest of a book does not depend on it.
 */
import type { Random } from '../util/random.ts'
import { DAY } from './calendar.ts'
import type { Draft, Photo, Scheme, Typology } from './draft.ts'
import { mix, unit } from './draw.ts'
import { REGIONS } from './places.ts'
import { retold, type Story, someStory, tell } from './stories.ts'
import { LINE, type World } from './world.ts'

export const DEFAULTS = {
  /** Chance that a claim of a kind of group comes from the group's device, bears one of its photos, tells its story. */
  device: { staged_accident: 0.45, identity_reuse: 0.4, phantom_passenger: 0.25, inside_adjuster: 0.3 },
  photo: { staged_accident: 0.3, repairer_collusion: 0.3, travel_double: 0.5, phantom_passenger: 0.15 },
  story: { staged_accident: 0.55, identity_reuse: 0.4, phantom_passenger: 0.45, travel_double: 0.3 },
  /** Members of a household of several who report with its tablet. */
  tablet: 0.3,
  /** Motor claims by app that the garage enters. */
  garage: 0.07,
  /** Claims with a longer account. */
  account: 0.45,
  /** Accounts through an agent or a lawyer that are his form letter. */
  letter: 0.5,
  /** Claims that say with which device they were reported, of those that came by one. */
  told: 0.9,
} as const

type Chances = Readonly<Partial<Record<Typology, number>>>

/** What a group has in use. */
interface Stock {
  device?: string
  photos: string[]
  story?: Story
}

export interface Traces {
  /** Adds device, photos and account to a draft that is otherwise complete. */
  leave(draft: Draft, scheme: Scheme | undefined): void
}

const FIELD = {
  phone: 901,
  change: 902,
  tablet: 903,
  shares: 904,
  agent: 905,
  terminal: 906,
  garage: 907,
} as const
/** Days after which people have another telephone. */
const CHANGE = 900

const hex = (a: number, b: number): string =>
  a.toString(16).padStart(8, '0') + b.toString(16).padStart(8, '0')

export function traces(world: World, random: Random): Traces {
  const { seed, people, customers, policies } = world
  const stocks = new Map<Scheme, Stock>()
  const letters = new Map<string, Story>()
  const id = (of: number, field: number) => hex(mix(seed, of, field), mix(seed, of, field + 50))

  const stockOf = (scheme: Scheme): Stock => {
    const found = stocks.get(scheme) ?? { photos: [] }
    stocks.set(scheme, found)
    return found
  }
  /** The chance of a scheme; people who cheat alone share nothing, save for the two claims of one trip. */
  const chance = (scheme: Scheme | undefined, chances: Chances): boolean =>
    scheme !== undefined &&
    (scheme.ring !== '' || scheme.typology === 'travel_double') &&
    random.chance(chances[scheme.typology] ?? 0)

  const ownDevice = (person: number, minute: number): string => {
    const real = person < customers.count && customers.trueOf[person] >= 0 ? customers.trueOf[person] : person
    const head = people.head(real)
    if (people.size(head) > 1 && unit(seed, real, FIELD.shares) < DEFAULTS.tablet)
      return id(head, FIELD.tablet)
    const since = Math.floor(minute / DAY) + (mix(seed, real, FIELD.change) % CHANGE)
    return id(real * 40 + Math.floor(since / CHANGE), FIELD.phone)
  }

  const device = (draft: Draft, scheme: Scheme | undefined): string => {
    const own = ownDevice(draft.claimant, draft.reported)
    const told = random.chance(DEFAULTS.told)
    const garage = draft.repairer >= 0 && random.chance(DEFAULTS.garage)
    const branch = random.int(0, 2)
    const group = chance(scheme, DEFAULTS.device)
    if (!told || draft.channel === 'phone') return ''
    if (group && scheme) return (stockOf(scheme).device ??= own)
    if (draft.channel === 'agent')
      return policies.agent[draft.policy] < 0 ? own : id(policies.agent[draft.policy], FIELD.agent)
    if (draft.channel === 'branch') return id(draft.region * 3 + branch, FIELD.terminal)
    return garage && draft.channel === 'app' ? id(draft.repairer, FIELD.garage) : own
  }

  /** The picture sent again: cropped or saved anew, a bit or two of its hash fall otherwise. */
  const again = (hash: string): string => {
    const flips = random.weighted([0, 1, 2], [60, 28, 12])
    let bits = BigInt(`0x${hash}`)
    for (let i = 0; i < flips; i++) bits ^= 1n << BigInt(random.int(0, 63))
    return bits.toString(16).padStart(16, '0')
  }

  const photos = (draft: Draft, scheme: Scheme | undefined): Photo[] => {
    const [share, most] = PHOTOS[draft.line] ?? [0, 1]
    const count = random.chance(share) ? random.int(1, most) : 0
    const borrowed = chance(scheme, DEFAULTS.photo)
    const found: Photo[] = []
    const add = (hash: string, taken: number) => {
      const sent = Math.min(
        draft.assessed || draft.reported + 2 * DAY,
        draft.reported + random.int(5, 2 * DAY),
      )
      found.push({ hash, taken: random.chance(0.8) ? taken : -1, sent })
    }
    for (let k = 0; k < count; k++) {
      const taken = Math.min(draft.reported, draft.loss + random.int(3, 600))
      const stock = borrowed && scheme ? stockOf(scheme).photos : undefined
      const old = stock && stock.length > 0 && k === 0 ? stock[random.int(0, stock.length - 1)] : undefined
      const fresh = hex(random.int(0, 0xffffffff), random.int(0, 0xffffffff))
      const ago = random.chance(0.5) ? random.int(20, 200) * DAY : 0
      if (old) add(again(old), taken - ago)
      else {
        add(fresh, taken)
        stock?.push(fresh)
      }
    }
    if (draft.repairer >= 0 && random.chance(0.1)) add(again(id(draft.repairer, 921)), draft.reported)
    if (random.chance(0.02)) add(again(id(draft.region, 922)), draft.reported)
    if (random.chance(0.004))
      add(random.chance(0.5) ? '0000000000000000' : 'ffffffffffffffff', draft.reported)
    return found
  }

  /** Whose form letter it is, if it is one. */
  const writer = (draft: Draft): string | undefined => {
    if (draft.channel === 'agent' && policies.agent[draft.policy] >= 0)
      return `agent ${policies.agent[draft.policy]}`
    return draft.lawyer >= 0 ? `lawyer ${draft.lawyer}` : undefined
  }

  const account = (draft: Draft, scheme: Scheme | undefined): string => {
    const own = someStory(random)
    const long = random.chance(DEFAULTS.account)
    const letter = random.chance(DEFAULTS.letter) ? writer(draft) : undefined
    const group = chance(scheme, DEFAULTS.story)
    if (!long) return ''
    const { country } = REGIONS[draft.region] as (typeof REGIONS)[number]
    const motor = draft.line === LINE.auto
    if (group && scheme) {
      const stock = stockOf(scheme)
      const story = retold((stock.story ??= own), random)
      // Learned by heart with its numbers, but not always.
      const numbers = random.chance(0.7) ? random.fork(scheme.ring || [...scheme.members].join(' ')) : random
      return tell(story, country, motor, numbers)
    }
    if (letter) {
      const known = letters.get(letter) ?? own
      letters.set(letter, known)
      return tell(known, country, motor, random.fork(letter))
    }
    return tell(own, country, motor, random)
  }

  return {
    leave(draft, scheme) {
      draft.device = device(draft, scheme)
      draft.photos = photos(draft, scheme)
      const more = account(draft, scheme)
      if (more === '') return
      const stop = /[。.]$/u.test(draft.description) ? '' : /\p{Script=Han}/u.test(more) ? '。' : '. '
      draft.description = `${draft.description}${stop}${more}`
    },
  }
}

/** Share of claims with photos, and the most that come, by line. */
const PHOTOS: readonly (readonly [share: number, most: number])[] = [
  [0.85, 3],
  [0.15, 1],
  [0.25, 1],
  [0.4, 2],
  [0.12, 1],
  [0.7, 2],
]
