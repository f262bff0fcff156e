/**
 * Takes the names of many parties apart. Most Western names are two plain words, and few words make up many names: each word is
 * read once and the names are put together in SQL. Only the others are read one by one.
 */
import type { Warehouse } from '../warehouse/index.ts'
import { parseName } from './names.ts'

/** Two words of ASCII letters. */
export const PLAIN = '[A-Za-z]{1,30} [A-Za-z]{1,30}'

/** What a word says as a given name and as a family name; undefined when its meaning depends on the words beside it. */
function readWord(word: string) {
  // A title would vanish, a Chinese surname would change places with what reads as a syllable.
  const beside = parseName(`${word} li`, false)
  if (beside.given !== word || beside.family !== 'li') return undefined
  const asGiven = parseName(`${word} smith`, false)
  const asFamily = parseName(`john ${word}`, false)
  if (asGiven.givenLatin !== word || asFamily.familyLatin !== word) return undefined
  return { givenSound: asGiven.givenSound, givenRoots: asGiven.givenRoots, familySound: asFamily.familySound }
}

/**
 * Fills `staging.link_name` for the parties of `scratch.source` (`name`; `first_word` and `last_word` of plain names, lower
 * case) and `scratch.word` with their words, and adds to `linkage.word` those that were never read before.
 */
export async function readNames(warehouse: Warehouse, organisation: boolean): Promise<void> {
  await warehouse.execute(`
    create or replace table scratch.said as
    select distinct unnest([first_word, last_word]) as word from scratch.source where first_word is not null`)
  const { columns } = await warehouse.columns(
    'select word from scratch.said anti join linkage.word using (word) order by word',
    { word: 'string' },
  )
  const words = columns.word as string[]
  const read = words.map(readWord)
  await warehouse.execute(`
    create or replace table staging.link_name (
      name varchar, family varchar, given varchar, family_latin varchar, given_latin varchar,
      family_sound varchar, given_sound varchar, given_roots varchar)`)
  await warehouse.append('linkage.word', {
    word: words,
    is_plain: Uint8Array.from(read, (parts) => (parts ? 1 : 0)),
    given_sound: read.map((parts) => parts?.givenSound || null),
    family_sound: read.map((parts) => parts?.familySound || null),
    given_roots: read.map((parts) => parts?.givenRoots.join(' ') || null),
  })
  await warehouse.execute(`
    create or replace table scratch.word as from linkage.word semi join scratch.said using (word);
    drop table scratch.said`)
  const others = await warehouse.columns(
    `select distinct name from scratch.source s
      left join scratch.word a on a.word = s.first_word left join scratch.word b on b.word = s.last_word
      where name is not null and (a.is_plain and b.is_plain) is not true order by name`,
    { name: 'string' },
  )
  const names = others.columns.name as string[]
  const parsed = names.map((name) => parseName(name, organisation))
  await warehouse.append('staging.link_name', {
    name: names,
    family: parsed.map((p) => p.family || null),
    given: parsed.map((p) => p.given || null),
    family_latin: parsed.map((p) => p.familyLatin || null),
    given_latin: parsed.map((p) => p.givenLatin || p.given || null),
    family_sound: parsed.map((p) => p.familySound || null),
    given_sound: parsed.map((p) => p.givenSound || null),
    given_roots: parsed.map((p) => p.givenRoots.join(' ') || null),
  })
}
