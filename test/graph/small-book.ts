/** Small books for tests: claims, who stands in them, who gave which number; everything else has a default. */
import { schemaDdl } from '../../src/schema/database.ts'
import type { PartyType, Role } from '../../src/schema/words.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

export interface TestPerson {
  id: string
  type?: PartyType
  name?: string
  phone?: string
  email?: string
  account?: string
  address?: string
  employer?: string
}

export interface TestClaim {
  id: string
  /** Day of loss. */
  day: string
  line?: string
  amount?: number
  claimant?: string
  /** Role and party, with an optional plate: `driver P1`, `passenger P2 AB12`; `!` after the role marks an injury. */
  parties?: readonly string[]
  peril?: string
  region?: string
  /** First day of the policy. */
  inception?: string
  /** Outcome of an investigation, known 60 days after the loss. */
  outcome?: 'fraud' | 'cleared'
  paid?: number
  /** Account that it is paid into. */
  account?: string
}

const moment = (day: string, days = 0) => new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000)

/** A warehouse in memory with the given people and claims. */
export async function smallBook(
  people: readonly TestPerson[],
  claims: readonly TestClaim[] = [],
): Promise<Warehouse> {
  const warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
  await warehouse.execute(schemaDdl())
  const stamp = (rows: readonly { at: Date }[]) => ({
    book: rows.map(() => 'test'),
    source: rows.map(() => 'test/rows'),
    batch_id: rows.map(() => 'b1'),
    source_line: Int32Array.from(rows, (_, i) => i),
    event_at: rows.map((r) => r.at),
    known_at: rows.map((r) => r.at),
  })
  const folk = people.map((p) => ({ ...p, at: moment('2024-01-01') }))
  await warehouse.append('core.party', {
    party_id: folk.map((p) => p.id),
    party_type: folk.map((p) => p.type ?? 'person'),
    employer_id: folk.map((p) => p.employer ?? null),
    ...stamp(folk),
  })
  await warehouse.append('core.party_identity', {
    party_id: folk.map((p) => p.id),
    name: folk.map((p) => p.name ?? null),
    phone: folk.map((p) => p.phone ?? null),
    email: folk.map((p) => p.email ?? null),
    bank_account: folk.map((p) => p.account ?? null),
    address: folk.map((p) => p.address ?? null),
    ...stamp(folk),
  })
  const held = claims.map((c) => ({ ...c, at: moment(c.day, 1) }))
  await warehouse.append('core.policy', {
    policy_id: held.map((c) => `POL-${c.id}`),
    line: held.map((c) => c.line ?? 'auto'),
    policyholder_id: held.map((c) => c.claimant ?? null),
    inception_date: held.map((c) => c.inception ?? '2024-01-01'),
    ...stamp(held.map((c) => ({ at: moment(c.inception ?? '2024-01-01') }))),
  })
  await warehouse.append('core.claim', {
    claim_id: held.map((c) => c.id),
    policy_id: held.map((c) => `POL-${c.id}`),
    line: held.map((c) => c.line ?? 'auto'),
    claimant_id: held.map((c) => c.claimant ?? null),
    loss_at: held.map((c) => moment(c.day)),
    loss_date: held.map((c) => c.day),
    reported_at: held.map((c) => c.at),
    peril: held.map((c) => c.peril ?? null),
    region_code: held.map((c) => c.region ?? null),
    claimed_amount: held.map((c) => c.amount ?? 10_000),
    ...stamp(held),
  })
  const stands = held.flatMap((c) =>
    (c.parties ?? []).map((text) => {
      const [role, party, plate] = text.split(' ')
      return {
        claim: c.id,
        role: role.replace('!', '') as Role,
        injured: role.endsWith('!'),
        party,
        plate,
        at: c.at,
      }
    }),
  )
  await warehouse.append('core.claim_party', {
    claim_id: stands.map((s) => s.claim),
    party_id: stands.map((s) => s.party),
    role: stands.map((s) => s.role),
    is_injured: stands.map((s) => s.injured),
    plate: stands.map((s) => s.plate ?? null),
    ...stamp(stands),
  })
  const judged = held.filter((c) => c.outcome).map((c) => ({ ...c, at: moment(c.day, 60) }))
  await warehouse.append('core.investigation', {
    investigation_id: judged.map((c) => `I-${c.id}`),
    subject_kind: judged.map(() => 'claim'),
    subject_id: judged.map((c) => c.id),
    outcome: judged.map((c) => c.outcome ?? null),
    ...stamp(judged),
  })
  const paid = held.filter((c) => c.paid).map((c) => ({ ...c, at: moment(c.day, 30) }))
  await warehouse.append('core.payment', {
    payment_id: paid.map((c) => `PAY-${c.id}`),
    claim_id: paid.map((c) => c.id),
    payee_id: paid.map((c) => c.claimant ?? null),
    amount: paid.map((c) => c.paid ?? 0),
    bank_account: paid.map((c) => c.account ?? null),
    paid_at: paid.map((c) => c.at),
    ...stamp(paid),
  })
  return warehouse
}
