/**
 * One key for the spellings of one address. The words and marks that people write or leave out are folded (`Street` and `St`,
 * `幢`, `栋` and `号楼`, full-width digits, the province), and building, entrance, floor and flat are taken out of the line and put
 * behind it in one order, so that it does not matter where they stood. The flat of a Chinese address bears its floor; a floor
 * counts only where no flat is written.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../schema/database.ts'
import { halfWidth } from './keys.ts'

const PROVINCES =
  '河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆'

/** Words of English addresses, each with the spellings that become it. */
const WORDS: readonly (readonly [word: string, spellings: string])[] = [
  ['st', 'street|str'],
  ['rd', 'road'],
  ['av', 'avenue|ave'],
  ['dr', 'drive|drv'],
  ['ln', 'lane'],
  ['ct', 'court|crt'],
  ['pl', 'place'],
  ['bvd', 'boulevard|blvd'],
  ['hwy', 'highway'],
  ['pde', 'parade'],
  ['cr', 'crescent|cres'],
  ['tce', 'terrace|terr|ter'],
  ['sq', 'square'],
  ['cl', 'close'],
  ['nsw', 'new south wales'],
  ['vic', 'victoria'],
  ['qld', 'queensland'],
  ['wa', 'western australia'],
]

/** A chain of replacements, the first innermost. */
const chain = (value: string, steps: readonly (readonly [pattern: string, by: string])[]): string =>
  steps.reduce((inner, [pattern, by]) => `regexp_replace(${inner}, '${pattern}', '${by}', 'g')`, value)

const NUMERALS = [...'一二三四五六七八九'].map(
  (numeral, i) => [`${numeral}(号楼|幢|栋|座|单元|层|楼|室)`, `${i + 1}\\1`] as const,
)
/** Most addresses are written in digits, and need no look at each numeral. */
const NUMBERED = `case when regexp_matches(a, '[一二三四五六七八九](号楼|幢|栋|座|单元|层|楼|室)') then ${chain('a', NUMERALS)} else a end`

const SQUEEZED = `translate(${NUMBERED}, ' 　，。、,.（）()', '')`
const CHINESE = chain(
  `replace(replace(replace(replace(${SQUEEZED}, '号楼', '幢'), '栋', '幢'), '座', '幢'), '号室', '室')`,
  [
    [`^(?:中国)?(?:${PROVINCES})(?:省|(?:壮族|回族|维吾尔)?自治区)?`, ''],
    ['#楼?', '幢'],
    ['(幢|单元|层|楼)-', '\\1'],
    ['号?房$', '室'],
    ['([0-9a-z]+)-([0-9]+)-([0-9]{3,4})室?$', '\\1幢\\2单元\\3室'],
    ['([0-9a-z]+)-([0-9]{3,4})室?$', '\\1幢\\2室'],
    ['(单元|幢|层|楼)([0-9]{3,4})$', '\\1\\2室'],
  ],
)

/** The words that most addresses have one of; the rest are looked for together, because few have any of them. */
const STREETS = ['st', 'rd', 'av', 'dr']

interface Step {
  /** SQL of whether the step can change `a`: cheaper than the step itself, which most addresses do not need. */
  readonly when: string
  readonly becomes: string
}

/** Words stand between blanks, where plain replacing is several times as fast as a pattern. */
const folding = (words: typeof WORDS): Step => {
  const spelled = words.flatMap(([word, spellings]) =>
    spellings.split('|').map((spelling) => [word, spelling] as const),
  )
  return {
    when: `regexp_matches(a, ' (?:${spelled.map(([, spelling]) => spelling).join('|')}) ')`,
    becomes: spelled.reduce(
      (inner, [word, spelling]) => `replace(${inner}, ' ${spelling} ', ' ${word} ')`,
      'a',
    ),
  }
}

/** An English address between blanks: marks and words in one form. */
const ENGLISH: readonly Step[] = [
  {
    when: `regexp_matches(a, '[\\t\\n\\v\\f\\r,.;]|  ')`,
    becomes: chain('a', [['[[:space:],.;]+', ' ']]),
  },
  {
    when: `contains(a, '/') or contains(a, '#') or contains(a, '-')`,
    becomes: chain('a', [
      [' ?([/#-]) ?', '\\1'],
      ['#([0-9]+)', ' unit \\1 '],
    ]),
  },
  folding(WORDS.filter(([word]) => STREETS.includes(word))),
  folding(WORDS.filter(([word]) => !STREETS.includes(word))),
  { when: `contains(a, ' australia ')`, becomes: `replace(a, ' australia ', ' ')` },
]

/** The steps as tables, each of the one before. */
const STEPS = ENGLISH.map(
  ({ when, becomes }, i) => `step_${i + 1} as (
    select party_id, known_at, is_chinese, case when not is_chinese and (${when}) then ${becomes} else a end as a from step_${i}
  )`,
).join(', ')

/** What stands in every English address that bears a flat or floor. */
const PARTED = 'unit|flat|apartment|apt|suite|ste|room|rm|shop|level|lvl|floor|fl|/'
const FLAT = '(?:unit|flat|apartment|apt|suite|ste|room|rm|shop) ?([0-9]+[a-z]?|[a-z])'
const FLOOR = '(?:level|lvl|floor|fl) ?([0-9]+)'
const NTH_FLOOR = '([0-9]+)(?:st|nd|rd|th) (?:level|lvl|floor|fl)'
/** The line with building, entrance, floor and flat taken out; each of those alone. */
const PARTS = `
  select party_id, known_at,
    case when is_chinese then regexp_replace(regexp_replace(a, '[0-9a-z]+幢', ''), '[0-9]+(?:单元|层|楼|室)', '', 'g')
      when is_parted then ${chain('a', [
        [`\\b${NTH_FLOOR}\\b`, ''],
        [`\\b${FLOOR}\\b`, ''],
        [`\\b${FLAT}(?:\\b|/)`, ''],
        ['^ *[0-9]+[a-z]?/([0-9])', '\\1'],
      ])} else a end as line,
    case when is_chinese then regexp_extract(a, '([0-9a-z]+)幢', 1) else '' end as block,
    case when is_chinese then regexp_extract(a, '([0-9]+)单元', 1) else '' end as entrance,
    case when is_chinese then coalesce(nullif(regexp_extract(a, '([0-9]+)室', 1), ''), regexp_extract(a, '([0-9]+)[层楼]', 1) || 'f')
      when is_parted then coalesce(nullif(regexp_extract(a, '\\b${FLAT}\\b', 1), ''), nullif(regexp_extract(a, '^ *([0-9]+[a-z]?)/[0-9]', 1), ''),
        coalesce(nullif(regexp_extract(a, '\\b${NTH_FLOOR}\\b', 1), ''), regexp_extract(a, '\\b${FLOOR}\\b', 1)) || 'f') else '' end as flat
  from written`

/** An address as keys. */
export interface AddressKey {
  party_id: string
  known_at: Date
  /** To the flat. */
  address: string
  /** Without entrance, floor and flat; the same as `address` where none is written. */
  building: string
}

/** The keys of every address that somebody gave. Addresses without a letter or digit are left out. */
export const addressKeys = (db: Kysely<Database>): RawBuilder<AddressKey> => sql<AddressKey>`(
  with folded as (
    select party_id, known_at, lower(left(${halfWidth(sql.ref('address'))}, 200)) as a
    from ${db.selectFrom('core.party_identity').where('address', 'is not', null).select(['party_id', 'known_at', 'address'])} as i
  ), told as (
    select party_id, known_at, a, strlen(a) > length(a) and regexp_matches(a, '\\p{Han}') as is_chinese from folded
  ), step_0 as (
    select party_id, known_at, is_chinese, case when is_chinese then ${sql.raw(CHINESE)} else ' ' || a || ' ' end as a from told
  ), ${sql.raw(STEPS)}, written as (
    select *, not is_chinese and regexp_matches(a, '${sql.raw(PARTED)}') as is_parted from step_${sql.raw(String(ENGLISH.length))}
  ), parts as (${sql.raw(PARTS)}),
  house as (
    select party_id, known_at, entrance, flat, case when regexp_matches(line, '[^a-z0-9 -]')
      then regexp_replace(line, '[^\\p{L}\\p{N}-]+', '', 'g') else replace(line, ' ', '') end || case when block = '' then '' else '/' || block end as building
    from parts
  )
  select party_id, known_at, building,
    building || case when entrance = '' then '' else '/' || entrance end || case when flat in ('', 'f') then '' else '/' || flat end as address
  from house where regexp_matches(building, '[\\p{L}\\p{N}]')
)`
