/** Turns a planned claim into a full draft. */
import { type Random, random as seeded } from '../util/random.ts'
import { DAY, END } from './calendar.ts'
import { describe } from './descriptions.ts'
import type { Desk, Draft, Scheme } from './draft.ts'
import { mix } from './draw.ts'
import { deductibleOf } from './files/policies.ts'
import { fillAuto } from './lines/auto.ts'
import { fillCrop } from './lines/crop.ts'
import { fillMedical } from './lines/medical.ts'
import { fillTravel } from './lines/travel.ts'
import { REGIONS } from './places.ts'
import type { Claims } from './plan.ts'
import { LINE, type World } from './world.ts'

const ASSESSMENT_DAYS = [5, 7, 6, 2.5, 6, 11]

/** Fills the draft of claim `n` in, honest parts and planted ones. */
export function makeClaim(
  claims: Claims,
  n: number,
  id: string,
  scheme: Scheme | undefined,
  desk: Desk,
): Draft {
  const { world, random } = desk
  const draft = blank(claims, n, id, world, random)
  if (claims.scene[n] >= 0) setScene(draft, claims.scene[n], world)
  scheme?.before?.(draft, desk)
  if (draft.handler < 0) draft.handler = world.organisations.pick('adjuster', draft.region, random.next())
  if (draft.line === LINE.auto) fillAuto(draft, desk)
  else if (draft.line === LINE.travel) fillTravel(draft, desk)
  else if (draft.line === LINE.agricultural) fillCrop(draft, desk)
  else fillMedical(draft, desk)
  scheme?.after?.(draft, desk)
  draft.description = describe(draft, random)
  return draft
}

/** Where several claims of one event take place, whoever reports first; each states it a few metres from the other. */
function setScene(draft: Draft, scene: number, { seed }: World): void {
  const random = seeded(mix(seed, scene, 951))
  const area = REGIONS[draft.region] as (typeof REGIONS)[number]
  const spread = random.chance(0.3) ? 0.7 : 0.16
  const own = seeded(mix(seed, draft.policy, 952))
  const state = (middle: number) => {
    // The middle of a cell of a hundredth of a degree: what is near it is taken for one place.
    const stated = Math.round((middle + random.normal(0, spread / 2)) * 100) / 100 + 0.005
    return stated + own.normal(0, 0.0012)
  }
  draft.rural = spread > 0.5
  draft.latitude = state(area.latitude)
  draft.longitude = state(area.longitude)
  draft.place = random.pick(area.districts).replace(/ \d+$/, '')
  if (draft.line === LINE.auto) draft.peril = random.pick(['rear_end', 'rear_end', 'collision'])
}

function blank(claims: Claims, n: number, id: string, world: World, random: Random): Draft {
  const policy = claims.policy[n]
  const line = world.policies.line[policy]
  const region = world.policies.region[policy]
  const reported = claims.reported[n]
  const lag = Math.round((ASSESSMENT_DAYS[line] as number) * Math.exp(random.normal(0, 0.6)) * DAY) + 200
  const assessed = reported + Math.min(60 * DAY, lag)
  const area = REGIONS[region] as (typeof REGIONS)[number]
  const rural = random.chance(0.22)
  const spread = rural ? 0.7 : 0.16
  return {
    id,
    policy,
    line,
    region,
    claimant: claims.claimant[n],
    loss: claims.loss[n],
    reported,
    assessed: assessed > END ? 0 : assessed,
    handler: -1,
    hospital: -1,
    physician: -1,
    repairer: -1,
    lawyer: -1,
    others: undefined,
    peril: '',
    cover: '',
    catastrophe: claims.catastrophe[n] === 1,
    fault: '',
    police: false,
    witness: false,
    supplements: 0,
    degree: 0,
    deductible: deductibleOf(world, policy),
    channel: random.weighted(['app', 'phone', 'branch', 'agent', 'web'], [40, 27, 10, 13, 10]),
    rural,
    latitude: area.latitude + random.normal(0, spread / 2),
    longitude: area.longitude + random.normal(0, spread / 2),
    place: random.pick(area.districts).replace(/ \d+$/, ''),
    description: '',
    device: '',
    photos: [],
    diagnosis: '',
    nights: 0,
    visitKnown: false,
    visitDiagnosis: '',
    visitShare: 1,
    trafficKnown: false,
    involved: [],
    items: [],
    payee: claims.claimant[n],
  }
}
