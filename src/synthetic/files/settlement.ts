/** What follows the assessment: steps, investigations with late and imperfect outcomes, payments. */
import type { Random } from '../../util/random.ts'
import { DAY, END, isoMinute } from '../calendar.ts'
import { claimedAmount, type Draft, type Scheme, TYPOLOGIES } from '../draft.ts'
import { customerId, LINE, type World } from '../world.ts'
import type { RecordFile, Writers } from '../writers.ts'
import { CLAIM_EVENT, INVESTIGATION, PAYMENT } from './claim-columns.ts'
import { yearly } from './claims.ts'
import { payoutOf } from './policies.ts'

export const DEFAULTS = {
  /** Log-odds that an ordinary claim is investigated. */
  base: -2.55,
  /** What fraud adds: tips, experience, luck. */
  scent: 1.6,
  /** Share of claims that are drawn for quality control. */
  drawn: 0.035,
  /** Outcomes that are wrong. */
  fraudCleared: 0.11,
  honestBlamed: 0.025,
  inconclusive: 0.06,
} as const

/** Usual sums by line; what lies above is looked at more often. */
const USUAL = [6500, 2600, 2900, 1900, 2500, 26_000]

export interface SettlementFiles {
  write(draft: Draft, scheme: Scheme | undefined): void
}

export function settlementFiles(world: World, out: Writers, random: Random): SettlementFiles {
  const events = yearly(out, 'internal/claim_events', CLAIM_EVENT, 'jsonl')
  const payments = yearly(out, 'internal/payments', PAYMENT, 'gb18030')
  const investigations = out.csv('internal/investigations.csv', INVESTIGATION)
  let step = 0
  let paid = 0
  let cases = 0
  const adjuster = (draft: Draft) => world.organisations.all[draft.handler]?.id ?? ''
  const event = (draft: Draft, kind: string, at: number, amount: number | '', actor: string) => {
    const entered = at + random.int(0, 240) + (random.chance(0.01) ? random.int(2, 20) * DAY : 0)
    if (entered > END) return
    events(draft.reported).write([
      `EV${++step}`,
      draft.id,
      kind,
      isoMinute(at),
      amount,
      actor,
      isoMinute(entered),
    ])
  }
  return {
    write(draft, scheme) {
      const claimed = claimedAmount(draft)
      event(draft, 'reported', draft.reported, claimed, customerId(draft.claimant))
      if (!draft.assessed) return
      event(draft, 'assessed', draft.assessed, claimed, adjuster(draft))
      const looked = investigate(draft, scheme, claimed, world, random)
      if (looked) writeCase(investigations, ++cases, draft, looked, claimed)
      const refused = looked?.outcome === 'fraud' ? random.chance(0.6) : random.chance(scheme ? 0.07 : 0.045)
      const decided = draft.assessed + random.int(1, 6 * DAY) + (looked ? random.int(0, 12 * DAY) : 0)
      if (random.chance(0.015)) {
        event(draft, 'withdrawn', decided, '', customerId(draft.claimant))
        return
      }
      if (refused) {
        event(draft, 'rejected', decided, 0, adjuster(draft))
        event(draft, 'closed', decided + random.int(60, 5 * DAY), '', adjuster(draft))
        return
      }
      const due = Math.min(
        world.policies.sum[draft.policy],
        Math.max(
          0,
          (claimed * (0.88 + 0.12 * random.next()) - draft.deductible) * payoutOf(world, draft.policy),
        ),
      )
      const amount = Math.round(due * 100) / 100
      event(draft, 'approved', decided, amount, adjuster(draft))
      const when = decided + random.int(300, 9 * DAY)
      if (amount > 0 && when <= END) {
        event(draft, 'paid', when, amount, adjuster(draft))
        pay(draft, amount, when)
      }
      event(draft, 'closed', when + random.int(60, 10 * DAY), '', adjuster(draft))
      if (random.chance(0.02)) event(draft, 'reopened', when + random.int(15, 60) * DAY, '', adjuster(draft))
    },
  }

  function pay(draft: Draft, amount: number, when: number): void {
    const owner = draft.payee < world.customers.count ? world.customers.accountOf[draft.payee] : draft.payee
    const direct = draft.line === LINE.auto && draft.payee === draft.claimant && random.chance(0.25)
    const payee = direct ? (world.organisations.all[draft.repairer]?.id ?? '') : customerId(draft.claimant)
    const account = direct ? '' : world.people.account(owner)
    const entered = Math.min(END, when + random.int(30, 2 * DAY))
    const parts = random.chance(0.05) ? [0.6, 0.4] : [1]
    for (const part of parts)
      payments(draft.reported).write([
        `F${++paid}`,
        draft.id,
        payee,
        account,
        (Math.round(amount * part * 100) / 100).toFixed(2),
        isoMinute(when),
        isoMinute(entered),
        `U${draft.handler % 13}`,
      ])
  }
}

interface Looked {
  readonly opened: number
  readonly closed: number
  readonly outcome: 'fraud' | 'cleared' | 'inconclusive'
  readonly typology: string
}

/** Whether a claim is looked into, and what is found: more of the dear, the early and the guilty, and some at random. */
function investigate(
  draft: Draft,
  scheme: Scheme | undefined,
  claimed: number,
  world: World,
  random: Random,
): Looked | undefined {
  const early = draft.loss / DAY - world.policies.inception[draft.policy] < 30 && draft.line <= LINE.accident
  const dear = Math.log(Math.max(50, claimed) / (USUAL[draft.line] as number))
  const odds =
    DEFAULTS.base +
    0.55 * dear +
    (early ? 0.8 : 0) +
    (draft.supplements > 1 ? 0.5 : 0) +
    (scheme ? DEFAULTS.scent : 0)
  const chosen = random.chance(1 / (1 + Math.exp(-odds))) || random.chance(DEFAULTS.drawn)
  const opened = draft.assessed + random.int(60, 20 * DAY)
  const closed = opened + Math.round((20 + 180 * random.next() ** 1.6) * DAY)
  const error = random.next()
  const vague = random.chance(DEFAULTS.inconclusive)
  const guess = random.pick(TYPOLOGIES)
  if (!chosen || closed > END) return undefined
  const found = scheme ? error >= DEFAULTS.fraudCleared : error < DEFAULTS.honestBlamed
  const outcome = vague ? 'inconclusive' : found ? 'fraud' : 'cleared'
  return { opened, closed, outcome, typology: outcome === 'fraud' ? (scheme?.typology ?? guess) : '' }
}

function writeCase(file: RecordFile, n: number, draft: Draft, looked: Looked, claimed: number): void {
  const saved = looked.outcome === 'fraud' ? Math.round(claimed * 0.7) : ''
  file.write([
    `SIU${String(n).padStart(6, '0')}`,
    'claim',
    draft.id,
    isoMinute(looked.opened),
    isoMinute(looked.closed),
    looked.outcome,
    looked.typology,
    saved,
    `S${n % 17}`,
  ])
}
