/** People whom the claim desk writes down: counterparties, passengers, witnesses. Each becomes a party of its own. */
import type { Random } from '../../util/random.ts'
import { END, isoMinute } from '../calendar.ts'
import type { Draft, Shared } from '../draft.ts'
import { unit } from '../draw.ts'
import { unless } from '../mess.ts'
import { dayText } from '../people.ts'
import { REGIONS } from '../places.ts'
import { misspell } from '../spelling.ts'
import { contactId, identity, type World } from '../world.ts'
import type { Writers } from '../writers.ts'
import { CONTACT } from './claim-columns.ts'
import { yearly } from './claims.ts'

export interface ContactFiles {
  write(draft: Draft, person: number, shared: Shared): string
}

export function contactFiles(world: World, out: Writers, random: Random): ContactFiles {
  const files = yearly(out, 'internal/contacts', CONTACT)
  const { people } = world
  let count = 0
  return {
    write(draft, person, shared) {
      const id = contactId(count++)
      const region = REGIONS[people.region(person)] as (typeof REGIONS)[number]
      const form = person < world.customers.count ? identity(world, person) : plain(world, person)
      if (shared.phone !== undefined) form.phone = people.phone(shared.phone)
      if (shared.account !== undefined) form.account = people.account(shared.account)
      if (shared.address !== undefined) form.address = people.address(shared.address)
      form.id = people.id(shared.card ?? cardOf(world, person))
      let birth = people.birthDay(person)
      if (shared.misspelt || random.chance(0.05))
        birth = misspell(form, birth, region.country, random, shared.misspelt ? 0.5 : 0.25)
      files(draft.reported).write([
        id,
        draft.id,
        form.name,
        unless(random, 0.05, people.male(person) ? 'M' : 'F'),
        unless(random, 0.25, dayText(birth)),
        unless(random, 0.35, form.id),
        unless(random, 0.08, form.phone),
        unless(random, 0.6, form.account),
        unless(random, 0.2, form.address),
        form.postcode,
        region.code,
        isoMinute(Math.min(draft.assessed || END, draft.reported + random.int(1, 120))),
      ])
      return id
    },
  }
}

/** Share of the children whose form bears the number of a parent. */
const PARENTS_CARD = 0.35

/** Whose card a person shows: children often that of a parent. */
function cardOf({ people, seed, customers }: World, person: number): number {
  if (person >= customers.count) return person
  if (!people.adult(person) && unit(seed, person, 931) < PARENTS_CARD) return people.head(person)
  return customers.trueOf[person] >= 0 ? customers.trueOf[person] : person
}

function plain(world: World, person: number) {
  const { people } = world
  const name = people.name(person)
  return {
    name: name.full,
    latin: name.latin,
    id: people.id(person),
    phone: people.phone(person),
    email: '',
    account: people.account(person),
    address: people.address(person),
    postcode: people.postcode(person),
  }
}
