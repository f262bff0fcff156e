/**
 * How tightly a group is tied: minus the logarithm of the number of such groups that chance would give in a book whose households,
 * claims and things have the same numbers of ties.
 *
 * The expected number of a subgraph in a random graph of given degrees (Chung and Lu 2002, "Connected components in random graphs
 * with given expected degree sequences"): every household h and every claim or thing e can be chosen, every tie has the chance
 * d(h) d(e) / W, with W the ties in all.
 */
import { type Incidence, rowOf, sizeOf } from '../incidence.ts'
import type { Group, RingContext } from '../typology.ts'

/** One relation, households against claims or things; rows of one household tie nobody and are left out. */
interface Relation {
  /** Ties of each household, and the households of each row. */
  readonly degree: Float64Array
  readonly size: Int32Array
  readonly ties: number
  readonly rows: number
}

interface Relations {
  readonly claims: Relation
  readonly things: Relation
  readonly households: number
}

const known = new WeakMap<RingContext, Relations>()

/**
 * Natural logarithm; the higher, the less would chance give it. 0 for a group without ties. `share` is that of the book which the
 * context holds: a part is measured as if the rest were there.
 */
export function tightness(context: RingContext, group: Group, share = 1): number {
  const { book, homes } = context
  const relations = relationsOf(context)
  const members = new Set(group.persons)
  const households = new Set<number>()
  let sum = 0
  const count = (relation: Relation, row: number, table: Incidence) => {
    const here = new Set<number>()
    for (const person of rowOf(table, row)) if (members.has(person)) here.add(homes[person])
    if (here.size < 2) return
    sum -= Math.log(relation.rows / share)
    for (const home of here) {
      households.add(home)
      sum += Math.log(relation.ties / share / (relation.degree[home] * relation.size[row]))
    }
  }
  for (const claim of group.claims) count(relations.claims, claim, book.personsOf)
  for (const thing of group.things) count(relations.things, thing, book.usersOf)
  return sum - households.size * Math.log(Math.max(1, relations.households / share))
}

function relationsOf(context: RingContext): Relations {
  const found = known.get(context)
  if (found) return found
  const { book, homes } = context
  const claims = relation(book.personsOf, book.claims.count, homes)
  const things = relation(book.usersOf, book.things.kind.length, homes)
  let households = 0
  for (let home = 0; home < homes.length; home++)
    if (claims.degree[home] + things.degree[home] > 0) households++
  const relations = { claims, things, households }
  known.set(context, relations)
  return relations
}

function relation(table: Incidence, rows: number, homes: Int32Array): Relation {
  const degree = new Float64Array(homes.length)
  const size = new Int32Array(rows)
  /** The last row in which each household was met. */
  const metIn = new Int32Array(homes.length).fill(-1)
  let ties = 0
  let tied = 0
  for (let row = 0; row < rows; row++) {
    if (sizeOf(table, row) < 2) continue
    const [from, to] = [table.offsets[row], table.offsets[row + 1]]
    let households = 0
    for (let i = from; i < to; i++) {
      const home = homes[table.items[i]]
      if (metIn[home] === row) continue
      metIn[home] = row
      households++
      degree[home]++
    }
    if (households < 2) {
      degree[homes[table.items[from]]]--
      continue
    }
    size[row] = households
    ties += households
    tied++
  }
  return { degree, size, ties, rows: tied }
}
