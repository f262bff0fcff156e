/** The claim system's files: claims, who stands in them, what is billed; one file a year each. */
import type { Role } from '../../schema/words.ts'
import type { Random } from '../../util/random.ts'
import { DAY, END, isoDay, isoMinute, yearOf } from '../calendar.ts'
import { claimedAmount, type Draft } from '../draft.ts'
import type { FieldKind } from '../mess.ts'
import { REGIONS } from '../places.ts'
import { customerId, LINE_LIST, objectId, policyId, type World } from '../world.ts'
import type { Field, RecordFile, Writers } from '../writers.ts'
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
  return {
    write(draft) {
      const deadline = draft.assessed || END
      const entered = Math.min(END, draft.reported + random.int(1, 180))
      const late = random.chance(0.01) ? random.int(1, 20) * DAY : 0
      const known = isoMinute(Math.min(deadline, entered + late))
      const some = (value: Field, share: number): Field => (random.chance(share) ? '' : value)
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
        some(draft.place, 0.05),
        some(draft.rural ? 'rural' : 'urban', 0.03),
        draft.latitude.toFixed(4),
        draft.longitude.toFixed(4),
        claimedAmount(draft).toFixed(2),
        draft.deductible,
        draft.fault,
        draft.degree > 0 ? draft.degree : '',
        some(flag(draft.police), 0.02),
        some(flag(draft.witness), 0.02),
        draft.supplements,
        draft.channel,
        some(draft.description, 0.03),
        known,
        `C${draft.handler % 9}`,
      ])
      const seen = new Set<string>()
      const stand = (party: string, role: Role, injured: boolean, plate: string, at: number) => {
        if (party === '' || seen.has(party + role)) return
        seen.add(party + role)
        parties(draft.reported).write([
          draft.id,
          party,
          role,
          role === 'passenger' || role === 'counterparty' ? flag(injured) : '',
          plate,
          isoMinute(Math.min(deadline, at)),
        ])
      }
      const holder = world.policies.holder[draft.policy]
      stand(holder < 0 ? organisation(-1 - holder) : customerId(holder), 'policyholder', false, '', entered)
      stand(customerId(draft.claimant), 'claimant', false, '', entered)
      if (world.policies.insured[draft.policy] >= 0)
        stand(customerId(world.policies.insured[draft.policy]), 'insured', false, '', entered)
      for (const other of draft.involved) stand(other.party, other.role, other.injured, other.plate, entered)
      const after = Math.min(deadline, entered + random.int(60, 2 * DAY))
      stand(organisation(draft.hospital), 'hospital', false, '', after)
      stand(organisation(draft.physician), 'physician', false, '', after)
      stand(organisation(draft.repairer), 'repairer', false, '', after)
      stand(organisation(draft.lawyer), 'lawyer', false, '', after)
      stand(organisation(draft.handler), 'adjuster', false, '', after)
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
