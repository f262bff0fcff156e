/** The claim system's files: claims, who stands in them, what is billed; one file a year each. */
import type { Role } from '../../schema/words.ts'
import type { Random } from '../../util/random.ts'
import { DAY, END, isoDay, isoMinute, yearOf } from '../calendar.ts'
import { claimedAmount, type Draft } from '../draft.ts'
import { type FieldKind, unless } from '../mess.ts'
import { REGIONS } from '../places.ts'
import { customerId, LINE_LIST, objectId, policyId, type World } from '../world.ts'
import type { RecordFile, Writers } from '../writers.ts'
import { CLAIM, CLAIM_ITEM, CLAIM_PARTY } from './claim-columns.ts'

/** Opens a file a year when its first record comes. */
export function yearly(
  out: Writers,
  name: string,
  columns: Readonly<Record<string, FieldKind>>,
  encoding: 'utf-8' | 'utf-8-bom' | 'gb18030' | 'jsonl' = 'utf-8',
): (minute: number) => RecordFile {
  const files = new Map<number, RecordFile>()
  return (minute) => {
    const year = yearOf(Math.floor(minute / DAY))
    let file = files.get(year)
    if (!file) {
      file =
        encoding === 'jsonl'
          ? out.jsonl(`${name}-${year}.jsonl`, columns)
          : out.csv(`${name}-${year}.csv`, columns, encoding)
      files.set(year, file)
    }
    return file
  }
}

const flag = (value: boolean): string => (value ? 'Y' : 'N')

export interface ClaimFiles {
  write(draft: Draft): void
}

export function claimFiles(world: World, out: Writers, random: Random): ClaimFiles {
  const claims = yearly(out, 'internal/claims', CLAIM, 'utf-8-bom')
  const parties = yearly(out, 'internal/claim_parties', CLAIM_PARTY)
  const items = yearly(out, 'internal/claim_items', CLAIM_ITEM)
  let line = 0
  const organisation = (position: number): string => world.organisations.all[position]?.id ?? ''
  const stand = (
    draft: Draft,
    seen: Set<string>,
    party: string,
    role: Role,
    injured: boolean,
    plate: string,
    at: number,
  ) => {
    if (party === '' || seen.has(party + role)) return
    seen.add(party + role)
    const asked = role === 'passenger' || role === 'counterparty'
    const known = isoMinute(Math.min(draft.assessed || END, at))
    parties(draft.reported).write([draft.id, party, role, asked ? flag(injured) : '', plate, known])
  }
  return {
    write(draft) {
      const deadline = draft.assessed || END
      const entered = Math.min(END, draft.reported + random.int(1, 180))
      const late = random.chance(0.01) ? random.int(1, 20) * DAY : 0
      const known = isoMinute(Math.min(deadline, entered + late))
      claims(draft.reported).write([
        draft.id,
        policyId(draft.policy),
        LINE_LIST[draft.line] as string,
        customerId(draft.claimant),
        objectId(draft.policy),
        organisation(draft.handler),
        isoMinute(draft.loss),
        isoMinute(draft.reported),
        draft.assessed ? isoMinute(draft.assessed) : '',
        draft.peril,
        draft.cover,
        (REGIONS[draft.region] as (typeof REGIONS)[number]).code,
        unless(random, 0.05, draft.place),
        unless(random, 0.03, draft.rural ? 'rural' : 'urban'),
        draft.latitude.toFixed(4),
        draft.longitude.toFixed(4),
        claimedAmount(draft).toFixed(2),
        draft.deductible,
        draft.fault,
        draft.degree > 0 ? draft.degree : '',
        unless(random, 0.02, flag(draft.police)),
        unless(random, 0.02, flag(draft.witness)),
        draft.supplements,
        draft.channel,
        draft.device,
        unless(random, 0.03, draft.description),
        known,
        `C${draft.handler % 9}`,
      ])
      const seen = new Set<string>()
      const holder = world.policies.holder[draft.policy]
      stand(
        draft,
        seen,
        holder < 0 ? organisation(-1 - holder) : customerId(holder),
        'policyholder',
        false,
        '',
        entered,
      )
      stand(draft, seen, customerId(draft.claimant), 'claimant', false, '', entered)
      if (world.policies.insured[draft.policy] >= 0)
        stand(draft, seen, customerId(world.policies.insured[draft.policy]), 'insured', false, '', entered)
      for (const other of draft.involved)
        stand(draft, seen, other.party, other.role, other.injured, other.plate, entered)
      const after = Math.min(deadline, entered + random.int(60, 2 * DAY))
      stand(draft, seen, organisation(draft.hospital), 'hospital', false, '', after)
      stand(draft, seen, organisation(draft.physician), 'physician', false, '', after)
      stand(draft, seen, organisation(draft.repairer), 'repairer', false, '', after)
      stand(draft, seen, organisation(draft.lawyer), 'lawyer', false, '', after)
      stand(draft, seen, organisation(draft.handler), 'adjuster', false, '', after)
      for (const item of draft.items) {
        const billed = Math.max(after, Math.min(deadline, item.day * DAY + random.int(600, 5 * DAY)))
        if (billed > END) continue
        items(draft.reported).write([
          `I${++line}`,
          draft.id,
          item.kind,
          item.code,
          item.text,
          item.quantity,
          item.amount.toFixed(2),
          organisation(item.provider),
          isoDay(Math.min(item.day, Math.floor(billed / DAY))),
          isoMinute(billed),
        ])
      }
    },
  }
}
