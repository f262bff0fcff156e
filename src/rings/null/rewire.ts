/**
 * A book rewired at random: every household stands in as many claims and shares as many things as before, every claim and thing
 * has as many households, every provider as many claims; only who meets whom is left to chance. Ties move between claims of one
 * line, region and role alone, so that people of one place still meet people of that place.
 *
 * References: Gionis, Mannila, Mielikäinen, Tsaparas (2007), "Assessing data mining results via swap randomization"; Strona et
 * al. (2014), "A fast and unbiased procedure to randomize ecological binary matrices with fixed row and column totals".
 */
import type { Random } from '../../util/random.ts'
import { type Incidence, incidence, rowOf, transposed } from '../incidence.ts'
import { type RingBook, ROLE } from '../ring-book.ts'
import { type HouseholdTies, householdTies, swapped } from './household-ties.ts'

const INSIDE = ROLE.driver | ROLE.claimant | ROLE.other

/** Makes rewired books of one book, each by its own random numbers. */
export interface Rewirer {
  /** Who stands in whose claims and who shares things, by chance; who serves stays. */
  readonly people: (random: Random) => RingBook
  /** Who serves, by chance; people stay where they are. */
  readonly providers: (random: Random) => RingBook
}

export function rewirer(book: RingBook, homes: Int32Array): Rewirer {
  let ties: { readonly claims: HouseholdTies; readonly things: HouseholdTies } | undefined
  let seats: readonly Seats[] | undefined
  const tied = () => {
    ties ??= {
      // Whose claim it is stays: chance decides only who rides along, sees it or is hit.
      claims: householdTies(book.personsOf, book.claims.count, homes, (claim, roles) =>
        (roles & INSIDE) !== 0 ? undefined : `${book.claims.stratum[claim]} ${roles & ~64}`,
      ),
      things: householdTies(
        book.usersOf,
        book.things.kind.length,
        homes,
        (thing, own) => `${book.things.kind[thing]} ${own}`,
      ),
    }
    return ties
  }
  return {
    people(random) {
      const personsOf = swapped(tied().claims, random)
      const usersOf = swapped(tied().things, random)
      return {
        ...book,
        personsOf,
        claimsOf: transposed(personsOf, book.persons.count),
        usersOf,
        thingsOf: transposed(usersOf, book.persons.count),
      }
    },
    providers(random) {
      seats ??= seatsOf(book)
      const providersOf = handedRound(book, seats, random)
      return { ...book, providersOf, servedBy: transposed(providersOf, book.providers.count) }
    },
  }
}

/** Claims of a line and region, and who serves each in one kind of role. */
interface Seats {
  readonly claims: readonly number[]
  readonly served: readonly (readonly number[])[]
}

/** A hospital and its physicians are one. */
function seatsOf(book: RingBook): Seats[] {
  const { role } = book.providers
  const seats = new Map<string, { claims: number[]; served: number[][] }>()
  for (let claim = 0; claim < book.claims.count; claim++) {
    const bundles = new Map<string, number[]>()
    for (const provider of rowOf(book.providersOf, claim)) {
      const name = role[provider] === 'physician' ? 'hospital' : role[provider]
      const bundle = bundles.get(name)
      if (bundle) bundle.push(provider)
      else bundles.set(name, [provider])
    }
    for (const [name, bundle] of bundles) {
      const key = `${book.claims.stratum[claim]} ${name}`
      const seat = seats.get(key) ?? { claims: [], served: [] }
      seat.claims.push(claim)
      seat.served.push(bundle)
      seats.set(key, seat)
    }
  }
  return [...seats.values()]
}

function handedRound(book: RingBook, seats: readonly Seats[], random: Random): Incidence {
  const left: number[] = []
  const right: number[] = []
  for (const { claims, served } of seats) {
    const dealt = random.shuffle([...served])
    for (let i = 0; i < claims.length; i++)
      for (const provider of dealt[i]) {
        left.push(claims[i])
        right.push(provider)
      }
  }
  return incidence(book.claims.count, left, right)
}
