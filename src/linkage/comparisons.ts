/** The comparisons of parties, with what is expected of each level before the data speaks. */
import type { Comparison, Level } from './comparison.ts'

const level = (name: string, sql: string, m: number, u: number): Level => ({ name, sql, m, u })
const both = (column: string) => `l.${column} = r.${column}`
/** DuckDB stops early below the cutoff. */
const close = (l: string, r: string, least: number) =>
  `jaro_winkler_similarity(${l}, ${r}, ${least}) >= ${least}`
const winkler = (column: string, least: number) => close(`l.${column}`, `r.${column}`, least)
/** `dear` is worked out only where `cheap` holds: both sides of an AND would be, for every pair. */
const then = (cheap: string, dear: string) => `case when ${cheap} then ${dear} else false end`
/**
 * At most so many edits. The distance itself is slow, so pairs that cannot be that close are sent away before. Texts of one length
 * differ in at most two places after one edit (two, where neighbours were swapped), and are two edits apart where they differ in two.
 * Of texts of other lengths, one edit leaves the front or the back half as it was; two leave most letters in their places.
 */
const edits = (column: string, most: 1 | 2) => {
  const [l, r] = [`l.${column}`, `r.${column}`]
  const shorter = `least(length(${l}), length(${r}))`
  const half = `((${shorter} - 1) // 2)`
  const distance = `damerau_levenshtein(${l}, ${r}) <= ${most}`
  const [sameLength, otherLength] =
    most === 1
      ? [
          then(`hamming(${l}, ${r}) <= 2`, distance),
          then(
            `left(${l}, ${half}) = left(${r}, ${half}) or right(${l}, ${half}) = right(${r}, ${half})`,
            distance,
          ),
        ]
      : [
          `hamming(${l}, ${r}) <= 2 or ${then(`${shorter} < 6 or jaro_similarity(${l}, ${r}, 0.7) >= 0.7`, distance)}`,
          then(`${shorter} < 6 or jaro_similarity(${l}, ${r}, 0.7) >= 0.7`, distance),
        ]
  return `case when strlen(${l}) = strlen(${r}) then ${sameLength}
    when abs(length(${l}) - length(${r})) <= ${most} then ${otherLength} else false end`
}
/** The names that two given names may both stand for; most stand for one alone. */
const SAME_ROOT = `l.given_roots = r.given_roots or ${then(
  "contains(l.given_roots, ' ') or contains(r.given_roots, ' ')",
  "list_has_any(string_split(l.given_roots, ' '), string_split(r.given_roots, ' '))",
)}`
const TURNED = 'l.given_latin = r.family_latin and l.family_latin = r.given_latin'
const NEARLY_TURNED = `${close('l.given_latin', 'r.family_latin', 0.88)} and ${close('l.family_latin', 'r.given_latin', 0.88)}`

/** A name of one word is read as a given name; it may be the family name. */
const LONE =
  '(l.family_latin is null and l.given_latin = r.family_latin) or (r.family_latin is null and r.given_latin = l.family_latin)'

/** One of the two is written as its first letter. */
const INITIAL =
  'least(length(l.given_latin), length(r.given_latin)) = 1 and l.given_latin[1] = r.given_latin[1]'

export const given: Comparison = {
  name: 'given_name',
  part: 'personal',
  column: 'given_latin',
  frequency: 'given_share',
  levels: [
    level('exact', both('given'), 0.7, 0.005),
    level('same_sound', both('given_latin'), 0.08, 0.005),
    level('turned', `${TURNED} or ${LONE}`, 0.02, 0.0005),
    level('nickname', SAME_ROOT, 0.03, 0.002),
    level('jaro_winkler_92', winkler('given_latin', 0.92), 0.08, 0.003),
    level('sounds_alike', both('given_sound'), 0.02, 0.004),
    level('nearly_turned', NEARLY_TURNED, 0.01, 0.0005),
    level('jaro_winkler_80', winkler('given_latin', 0.8), 0.04, 0.025),
    level('initial', INITIAL, 0.04, 0.005),
    level('other', 'true', 0.05, 0.953),
  ],
}

export const family: Comparison = {
  name: 'family_name',
  part: 'contact',
  column: 'family_latin',
  frequency: 'family_share',
  levels: [
    level('exact', both('family'), 0.75, 0.01),
    level('same_sound', both('family_latin'), 0.06, 0.005),
    level('turned', TURNED, 0.02, 0.0005),
    level('jaro_winkler_92', winkler('family_latin', 0.92), 0.07, 0.003),
    level('sounds_alike', both('family_sound'), 0.02, 0.004),
    level('nearly_turned', NEARLY_TURNED, 0.01, 0.0005),
    level('jaro_winkler_80', winkler('family_latin', 0.8), 0.04, 0.02),
    level('other', 'true', 0.05, 0.955),
  ],
}

const apart = (days: number) => `abs(l.birth_date - r.birth_date) <= ${days}`
const partsEqual =
  '(year(l.birth_date) = year(r.birth_date))::int + (month(l.birth_date) = month(r.birth_date))::int + (day(l.birth_date) = day(r.birth_date))::int = 2'

export const birthDate: Comparison = {
  name: 'birth_date',
  part: 'personal',
  column: 'birth_date',
  levels: [
    level('exact', both('birth_date'), 0.85, 0.00005),
    level(
      'day_month_swapped',
      'year(l.birth_date) = year(r.birth_date) and day(l.birth_date) = month(r.birth_date) and month(l.birth_date) = day(r.birth_date)',
      0.02,
      0.00002,
    ),
    level('one_part_differs', partsEqual, 0.06, 0.003),
    level('within_a_month', apart(31), 0.01, 0.002),
    level('within_a_year', apart(366), 0.01, 0.025),
    level('within_ten_years', apart(3653), 0.02, 0.22),
    level('other', 'true', 0.03, 0.75),
  ],
}

export const idNumber: Comparison = {
  name: 'id_number',
  part: 'personal',
  column: 'id_number',
  levels: [
    level('exact', both('id_number'), 0.85, 1e-7),
    level('one_edit', edits('id_number', 1), 0.08, 1e-6),
    // Numbers of brothers and sisters are close to each other, so the given name must be close as well.
    level('two_edits', then(winkler('given_latin', 0.8), edits('id_number', 2)), 0.03, 1e-5),
    level('other', 'true', 0.04, 0.99999),
  ],
}

export const gender: Comparison = {
  name: 'gender',
  part: 'personal',
  column: 'gender',
  levels: [level('exact', both('gender'), 0.98, 0.5), level('other', 'true', 0.02, 0.5)],
}

export const phone: Comparison = {
  name: 'phone',
  part: 'contact',
  column: 'phone',
  levels: [
    level('exact', both('phone'), 0.6, 0.00005),
    level('one_edit', edits('phone', 1), 0.05, 0.00005),
    level('other', 'true', 0.35, 0.9999),
  ],
}

export const email: Comparison = {
  name: 'email',
  part: 'contact',
  column: 'email',
  levels: [
    level('exact', both('email'), 0.65, 0.00002),
    level('same_mailbox', both('mailbox'), 0.08, 0.0002),
    // Mailboxes are named after people: without the same number, close ones say again that the names agree.
    level('jaro_winkler_92', then(both('mailbox_digits'), winkler('email', 0.92)), 0.07, 0.0005),
    level('other', 'true', 0.2, 0.999),
  ],
}

export const account: Comparison = {
  name: 'bank_account',
  part: 'contact',
  column: 'bank_account',
  levels: [
    level('exact', both('bank_account'), 0.6, 0.00002),
    level('one_edit', edits('bank_account', 1), 0.03, 0.00001),
    level('other', 'true', 0.37, 0.9999),
  ],
}

export const address: Comparison = {
  name: 'address',
  part: 'contact',
  column: 'address',
  levels: [
    level('exact', both('address'), 0.5, 0.0001),
    { ...level('jaro_winkler_92', winkler('address', 0.92), 0.2, 0.001), isWithinNext: true },
    level('jaro_winkler_80', winkler('address', 0.8), 0.1, 0.02),
    level('other', 'true', 0.2, 0.98),
  ],
}

export const postcode: Comparison = {
  name: 'postcode',
  part: 'contact',
  column: 'postcode',
  levels: [
    level('exact', both('postcode'), 0.8, 0.002),
    level('one_edit', edits('postcode', 1), 0.1, 0.02),
    level('other', 'true', 0.1, 0.98),
  ],
}

/** Names of firms and clinics are built from the same few words, so only near identity counts. */
export const firmName: Comparison = {
  name: 'name',
  part: 'personal',
  column: 'given_latin',
  frequency: 'given_share',
  levels: [
    level('exact', both('given'), 0.7, 0.0005),
    level('same_sound', both('given_latin'), 0.05, 0.0002),
    level('one_edit', edits('given_latin', 1), 0.1, 0.0005),
    level('jaro_winkler_92', winkler('given_latin', 0.92), 0.1, 0.02),
    level('other', 'true', 0.05, 0.98),
  ],
}
