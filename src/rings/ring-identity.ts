/** Stable names of rings: a hash of the typology and the smallest member, so that a ring keeps its name as it grows. */
import { hash32 } from '../util/random.ts'
import type { FoundRing } from './find-rings.ts'
import type { RingContext } from './typology.ts'

/** Names rings; where two would bear one name, the second takes its next member. */
export function nameRings(rings: readonly Omit<FoundRing, 'id'>[], { book }: RingContext): FoundRing[] {
  const taken = new Set<string>()
  return rings.map((ring) => {
    const members = [
      ...ring.group.persons.map((person) => book.persons.id[person]),
      ...ring.group.providers.map((provider) => book.providers.id[provider]),
    ].sort()
    const names = members.map((member) => ringId(ring.typology, member))
    const id = names.find((name) => !taken.has(name)) ?? `${names[0]}-${taken.size}`
    taken.add(id)
    return { ...ring, id }
  })
}

/** `R` and 12 hexadecimal digits. */
function ringId(typology: string, member: string): string {
  const text = `${typology}:${member}`
  const head = hash32(text).toString(16).padStart(8, '0')
  const tail = hash32(text, 0x9747b28c).toString(16).padStart(8, '0')
  return `R${head}${tail.slice(0, 4)}`
}
