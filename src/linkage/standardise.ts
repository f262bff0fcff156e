/** Parties as records that can be compared: one row each, values in one form, missing ones NULL. */
import type { Warehouse } from '../warehouse/index.ts'
import type { LinkageModel } from './comparison.ts'
import { parseName } from './names.ts'

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ')

/** Compatibility forms folded and case taken off; DuckDB has no NFKC, so full-width letters are moved by hand. */
const FULL_WIDTH = Array.from({ length: 94 }, (_, i) => String.fromCodePoint(0xff01 + i)).join('')
const HALF_WIDTH = Array.from({ length: 94 }, (_, i) => String.fromCodePoint(0x21 + i)).join('')
const folded = (column: string) =>
  `translate(lower(strip_accents(left(${column}, 200))), '${FULL_WIDTH.toLowerCase()}　', '${HALF_WIDTH.toLowerCase().replaceAll("'", "''")} ')`

/** Digits of a phone, without the country code of the home market, so that `+86 138...` and `138...` are one. */
const phone = `nullif(regexp_replace(regexp_replace(${folded('i.phone')}, '[^0-9]', '', 'g'), '^(0086|86)(1[0-9]{10})$', '\\2'), '')`
const idNumber = `nullif(upper(regexp_replace(${folded('i.id_number')}, '[^0-9a-z]', '', 'g')), '')`
/** A Chinese identity number of 18 places bears the date of birth. */
const bornById = `case when length(${idNumber}) = 18 then try_strptime(substr(${idNumber}, 7, 8), '%Y%m%d')::date end`
const account = `nullif(upper(regexp_replace(${folded('i.bank_account')}, '[^0-9a-z]', '', 'g')), '')`
const address = `nullif(regexp_replace(${folded('i.address')}, '[[:space:][:punct:]，。、（）－]+', '', 'g'), '')`
const postcode = `nullif(regexp_replace(${folded('i.postcode')}, '[^0-9a-z]', '', 'g'), '')`
const email = `nullif(trim(${folded('i.email')}), '')`

/** Share of other records with the same value, as if a thousand more had other values: small books know little about rarity. */
const share = (column: string) =>
  `greatest(count(${column}) over (partition by ${column}) - 1, 0.5) / (count(${column}) over () + 1000)`

/** Fills `staging.link_name`: every distinct name, taken apart once. */
async function readNames(warehouse: Warehouse, model: LinkageModel): Promise<void> {
  const organisation = model.name === 'organisation'
  const { columns } = await warehouse.columns(
    `select distinct coalesce(nullif(trim(i.name), ''), trim(i.name_latin)) as name
     from core.party_identity i join core.party p using (party_id)
     where p.party_type in (${quoted(model.partyTypes)}) and (${model.where ?? 'true'}) and coalesce(nullif(trim(i.name), ''), trim(i.name_latin)) <> ''
     order by name`,
    { name: 'string' },
  )
  const names = columns.name as string[]
  const parsed = names.map((name) => parseName(name, organisation))
  await warehouse.execute(`create or replace table staging.link_name (
    name varchar, full_name varchar, family varchar, given varchar, family_latin varchar, given_latin varchar,
    family_sound varchar, given_sound varchar, given_roots varchar)`)
  await warehouse.append('staging.link_name', {
    name: names,
    full_name: parsed.map((p) => p.full),
    family: parsed.map((p) => p.family || null),
    given: parsed.map((p) => p.given || null),
    family_latin: parsed.map((p) => p.familyLatin || null),
    given_latin: parsed.map((p) => p.givenLatin || p.given || null),
    family_sound: parsed.map((p) => p.familySound || null),
    given_sound: parsed.map((p) => p.givenSound || null),
    given_roots: parsed.map((p) => p.givenRoots.join(' ') || null),
  })
}

/**
 * Fills `staging.link_record`, one row a party of the model, numbered from 0 in the order of party_id.
 * @returns the number of records.
 */
export async function standardise(warehouse: Warehouse, model: LinkageModel): Promise<number> {
  await readNames(warehouse, model)
  await warehouse.execute(`
    create or replace table staging.link_record as
    with record as (
      select p.party_id, p.party_type, coalesce(p.birth_date, ${bornById}) as birth_date,
        case when lower(p.gender) in ('m', 'male', '男') then 'male' when lower(p.gender) in ('f', 'female', '女') then 'female' end as gender,
        n.full_name, n.family, n.given, n.family_latin, n.given_latin, n.family_sound, n.given_sound, string_split(n.given_roots, ' ') as given_roots,
        ${idNumber} as id_number, ${phone} as phone, ${email} as email, ${account} as bank_account,
        ${address} as address, ${postcode} as postcode
      from core.party p
      left join core.party_identity i using (party_id)
      left join staging.link_name n on n.name = coalesce(nullif(trim(i.name), ''), trim(i.name_latin))
      where p.party_type in (${quoted(model.partyTypes)}) and (${model.where ?? 'true'})
    )
    select (row_number() over (order by party_id) - 1)::integer as id, record.*,
      ${share('given')} as given_share, ${share('family')} as family_share
    from record`)
  const { columns } = await warehouse.columns('select count(*) as n from staging.link_record', { n: 'f64' })
  return columns.n[0]
}
