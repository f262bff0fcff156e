/** The register of partners and staff: hospitals, physicians, repairers, adjusters, agents, lawyers, employers. */
import type { Random } from '../../util/random.ts'
import { dayOf, isoDay } from '../calendar.ts'
import { mix } from '../draw.ts'
import { bankAccount } from '../identifiers.ts'
import { REGIONS } from '../places.ts'
import { organisationPhone, type World } from '../world.ts'
import type { Writers } from '../writers.ts'

const FIRST = dayOf('2012-01-01')

export function writeProviders(world: World, out: Writers, random: Random): void {
  const file = out.csv(
    'internal/providers.csv',
    {
      provider_no: 'key',
      kind: 'text',
      name: 'free',
      specialty: 'text',
      beds: 'number',
      employer_no: 'text',
      region: 'text',
      address: 'free',
      phone: 'text',
      email: 'text',
      account_no: 'text',
      since: 'date',
      entered_at: 'time',
    },
    'utf-8',
    0,
  )
  world.organisations.all.forEach((organisation, position) => {
    const region = REGIONS[organisation.region] as (typeof REGIONS)[number]
    const since = FIRST + Math.floor(random.next() ** 0.7 * 3700)
    file.write([
      organisation.id,
      organisation.kind,
      organisation.name,
      organisation.specialty,
      organisation.beds || '',
      organisation.hospital >= 0 ? (world.organisations.all[organisation.hospital]?.id ?? '') : '',
      region.code,
      organisation.address,
      organisationPhone(world, position),
      `office${position}@example.com`,
      bankAccount(region.country, mix(world.seed, position, 811), mix(world.seed, position, 812)),
      isoDay(since),
      `${isoDay(since)} 09:00:00`,
    ])
  })
}
