/** How well screening finds the party behind a name, by the other names that a list gives for its parties. */
import { hash32 } from '../util/random.ts'
import { type ListedName, Screen } from './screen.ts'
import { screenForm } from './screen-words.ts'

/** A name on a list with the kind of party that bears it. */
export interface EvaluatedName extends ListedName {
  /** `person`, `entity`, `vessel` ... */
  readonly kind: string
}

export interface ScreenScore {
  readonly queries: number
  /** Share of queries whose party came first, and among the first five, 0 to 1. */
  readonly top1: number
  readonly top5: number
}

export interface ScreenEvaluation extends ScreenScore {
  /** Queries that are written as the listed name but for order of letters' case, marks and legal forms; they are easy. */
  readonly identical: number
  /** The same measures without them. */
  readonly notIdentical: ScreenScore
  /** Queries that share no word, however spelt, with the listed name of their party: no comparison of names can find it. */
  readonly unlike: number
  /** The measures over the queries that share one. */
  readonly alike: ScreenScore
  readonly byKind: Readonly<Record<string, ScreenScore>>
  /** The measures over the half of the queries that the weights were not set on. */
  readonly heldOut: ScreenScore
  readonly seconds: number
}

interface Outcome {
  readonly kind: string
  /** Place of the party among the answers, from 0; -1 when it is not there. */
  readonly place: number
  readonly isIdentical: boolean
  readonly isAlike: boolean
  readonly isHeldOut: boolean
}

const scoreOf = (outcomes: readonly Outcome[]): ScreenScore => {
  const within = (most: number) => outcomes.filter(({ place }) => place >= 0 && place < most).length
  const queries = outcomes.length
  return {
    queries,
    top1: queries === 0 ? 1 : within(1) / queries,
    top5: queries === 0 ? 1 : within(5) / queries,
  }
}

/**
 * Asks a list for each alias. With `among` the list holds these other names too, each left out while it is the one asked for.
 * @param onProgress queries done.
 */
export function evaluateScreen(
  listed: readonly EvaluatedName[],
  aliases: readonly ListedName[],
  options: { among?: readonly ListedName[]; onProgress?: (done: number) => void } = {},
): ScreenEvaluation {
  const began = performance.now()
  const screen = new Screen([...listed, ...(options.among ?? [])])
  const party = new Map(listed.map((name) => [name.partyId, name]))
  const outcomes = aliases.flatMap((alias, i): Outcome[] => {
    if (i % 500 === 0) options.onProgress?.(i)
    const bearer = party.get(alias.partyId)
    if (!bearer) return []
    const hits = screen.ask(alias.name, { limit: 5, except: alias.entryId })
    return [
      {
        kind: bearer.kind,
        place: hits.findIndex((hit) => hit.partyId === alias.partyId),
        isIdentical: screenForm(alias.name) === screenForm(bearer.name),
        isAlike: screen.resembles(alias.name, bearer.name),
        isHeldOut: hash32(alias.entryId) % 2 === 1,
      },
    ]
  })
  const kinds = [...new Set(outcomes.map(({ kind }) => kind))].sort()
  return {
    ...scoreOf(outcomes),
    identical: outcomes.filter(({ isIdentical }) => isIdentical).length,
    notIdentical: scoreOf(outcomes.filter(({ isIdentical }) => !isIdentical)),
    unlike: outcomes.filter(({ isAlike }) => !isAlike).length,
    alike: scoreOf(outcomes.filter(({ isAlike }) => isAlike)),
    heldOut: scoreOf(outcomes.filter(({ isHeldOut }) => isHeldOut)),
    byKind: Object.fromEntries(kinds.map((kind) => [kind, scoreOf(outcomes.filter((o) => o.kind === kind))])),
    seconds: (performance.now() - began) / 1000,
  }
}
