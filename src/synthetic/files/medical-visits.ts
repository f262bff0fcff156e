/** Visits as the exchange of the hospitals reports them: those behind claims, and those that nobody claims for. */
import type { Random } from '../../util/random.ts'
import { DAY, END, FIRST_DAY, isoDay, isoMinute, LAST_DAY } from '../calendar.ts'
import { DIAGNOSES, DIAGNOSIS } from '../catalogue.ts'
import { claimedAmount, type Draft } from '../draft.ts'
import { unit } from '../draw.ts'
import { customerId, type World } from '../world.ts'
import type { Writers } from '../writers.ts'

export const VISIT_TYPES = {
  visit_no: 'VARCHAR',
  patient_no: 'VARCHAR',
  hospital_no: 'VARCHAR',
  physician_no: 'VARCHAR',
  admitted: 'DATE',
  discharged: 'DATE',
  department: 'VARCHAR',
  icd10: 'VARCHAR',
  billed: 'DECIMAL(12,2)',
  inpatient: 'VARCHAR',
  received_at: 'TIMESTAMP',
} as const

export interface VisitFile {
  write(draft: Draft): void
  /** Visits without a claim. */
  rest(): void
}

const CODES = DIAGNOSES.filter((d) => d.cost < 8000).map((d) => d.code)

export function visitFile(world: World, out: Writers, random: Random): VisitFile {
  const file = out.csv('partner/medical_visits.csv', {
    visit_no: 'key',
    patient_no: 'text',
    hospital_no: 'text',
    physician_no: 'text',
    admitted: 'date',
    discharged: 'date',
    department: 'text',
    icd10: 'text',
    billed: 'amount',
    inpatient: 'flag',
    received_at: 'time',
  })
  let n = 0
  const write = (
    person: number,
    hospital: number,
    physician: number,
    day: number,
    nights: number,
    code: string,
    amount: number,
  ) => {
    const received = (day + nights + 1) * DAY + random.int(0, 12 * DAY)
    if (received > END) return
    const organisations = world.organisations.all
    file.write([
      `V${++n}`,
      customerId(person),
      organisations[hospital]?.id ?? '',
      organisations[physician]?.id ?? '',
      isoDay(day),
      isoDay(day + nights),
      DIAGNOSIS.get(code)?.department ?? 'general',
      code,
      amount.toFixed(2),
      nights > 0 ? 'Y' : 'N',
      isoMinute(received),
    ])
  }
  return {
    write(draft) {
      if (!draft.visitKnown || draft.hospital < 0) return
      const day = Math.floor(draft.loss / DAY)
      write(
        draft.claimant,
        draft.hospital,
        draft.physician,
        day,
        draft.nights,
        draft.visitDiagnosis || draft.diagnosis,
        claimedAmount(draft) * draft.visitShare,
      )
    },
    rest() {
      for (let person = 0; person < world.customers.count; person++) {
        if (world.customers.registered[person] === 0) continue
        const visits = Math.floor(-Math.log(1 - unit(world.seed, person, 901)) * 0.9)
        for (let i = 0; i < Math.min(8, visits); i++) {
          const region = world.people.region(person)
          const hospital = world.organisations.pick('hospital', region, random.next())
          const code = random.pick(CODES)
          const usual = DIAGNOSIS.get(code)
          write(
            person,
            hospital,
            world.organisations.physician(hospital, random.next()),
            random.int(FIRST_DAY - 365, LAST_DAY),
            Math.round((usual?.nights ?? 0) * random.next()),
            code,
            (usual?.cost ?? 500) * (0.6 + 0.8 * random.next()),
          )
        }
      }
    },
  }
}
