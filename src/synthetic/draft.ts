/** A claim in the making: honest by default, changed by the scheme that it belongs to, then written. */
import type { Role } from '../schema/words.ts'
import type { Random } from '../util/random.ts'
import type { World } from './world.ts'

export const TYPOLOGIES = [
  'staged_accident',
  'phantom_passenger',
  'provider_upcoding',
  'provider_unbundling',
  'repairer_collusion',
  'identity_reuse',
  'early_claim',
  'travel_double',
  'crop_overclaim',
  'inside_adjuster',
] as const
/** A kind of planted fraud. */
export type Typology = (typeof TYPOLOGIES)[number]

export interface Involved {
  readonly party: string
  readonly role: Role
  readonly injured: boolean
  readonly plate: string
}

export interface Item {
  kind: 'diagnosis' | 'procedure' | 'drug' | 'room' | 'part' | 'labour' | 'crop' | 'expense'
  code: string
  text: string
  quantity: number
  amount: number
  /** Position of the organisation that bills, or -1. */
  provider: number
  day: number
}

/** A photo: hash of what it shows, minute at which it was taken (-1 when the picture does not say) and sent. */
export interface Photo {
  readonly hash: string
  readonly taken: number
  readonly sent: number
}

/** Moments are minutes, places degrees, sums CNY; organisations are positions, -1 when not chosen yet. */
export interface Draft {
  id: string
  policy: number
  line: number
  region: number
  /** The person that claims. */
  claimant: number
  loss: number
  reported: number
  /** 0 when assessment lies beyond the end of the book. */
  assessed: number
  handler: number
  hospital: number
  physician: number
  repairer: number
  lawyer: number
  /** Others in the cars: set by schemes, else made up. */
  others: Involved[] | undefined
  peril: string
  cover: string
  /** A day of hail or storm on which many claim. */
  catastrophe: boolean
  fault: '' | 'policyholder' | 'third_party'
  police: boolean
  witness: boolean
  supplements: number
  degree: number
  deductible: number
  channel: string
  rural: boolean
  latitude: number
  longitude: number
  place: string
  description: string
  /** Device that reported it; empty when none is known. */
  device: string
  photos: Photo[]
  diagnosis: string
  nights: number
  /** Whether the hospital's own report shows the visit, under which diagnosis, and how much of the bill. */
  visitKnown: boolean
  visitDiagnosis: string
  visitShare: number
  /** Whether the traffic authority knows the accident. */
  trafficKnown: boolean
  involved: Involved[]
  items: Item[]
  /** Person on whose account it is paid. */
  payee: number
}

/** How the forms of a person who is no customer differ from the truth. */
export interface Shared {
  readonly phone?: number
  readonly account?: number
  readonly address?: number
  /** Person whose identity card is shown. */
  readonly card?: number
  /** Written in another way than before. */
  readonly misspelt?: boolean
}

/** What claims are made with. */
export interface Desk {
  readonly world: World
  readonly random: Random
  /** Enters a person into the contacts of a claim, as a new party, and gives its identifier. */
  contact(draft: Draft, person: number, shared?: Shared): string
  /** A new person who is no customer, from a region. */
  stranger(region: number): number
  /** The identifier of a customer, or of a contact made for a person who is none. */
  partyOf(draft: Draft, person: number): string
  /** Notes that two identifiers stand for one person. */
  same(party: string, person: string, planted: boolean): void
}

/** A piece of planted fraud: one ring, one provider, one person. `before` presets a draft, `after` changes it. */
export interface Scheme {
  /** Identifier; empty for people who cheat alone. */
  readonly ring: string
  readonly typology: Typology
  /** Identifiers of the parties in it, as the files name them. */
  readonly members: Set<string>
  before?(draft: Draft, desk: Desk): void
  after?(draft: Draft, desk: Desk): void
}

/** The sum claimed. */
export function claimedAmount(draft: Draft): number {
  let total = 0
  for (const item of draft.items) total += item.amount
  return Math.round(total * 100) / 100
}

/** Multiplies items of a kind, or all. */
export function scaleItems(draft: Draft, factor: number, kind?: Item['kind']): void {
  for (const item of draft.items)
    if (kind === undefined || item.kind === kind) item.amount = Math.round(item.amount * factor * 100) / 100
}
