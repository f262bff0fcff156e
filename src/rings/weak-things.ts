/** Things that many people share for honest reasons: neighbours in one building, everybody hit by one event, one form's wording. */

const WEAK: ReadonlySet<string> = new Set(['building', 'place', 'text'])

/** Whether things of a kind may support a group that other ties hold together, but tie nobody by themselves. */
export const isWeak = (kind: string): boolean => WEAK.has(kind)
