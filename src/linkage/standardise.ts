/** Parties as records that can be compared: one row each, values in one form, missing ones NULL. */
import { quoteText, type Warehouse } from '../warehouse/index.ts'
import type { LinkageModel } from './comparison.ts'
import { modelKey } from './kept-model.ts'
import { PLAIN, readNames } from './name-parts.ts'
import { sideBySide } from './scratch.ts'
import {
  address,
  bankAccount,
  bornById,
  email,
  gender,
  idNumber,
  name,
  phone,
  postcode,
} from './standard-forms.ts'

const DEFAULTS = {
  /** Records with other values that a share is diluted by: small books know little about rarity. */
  others: 1000,
} as const

/** Hash of columns of a row, as a whole number that the tables hold. */
const print = (row: string, columns: readonly string[]) =>
  `(hash(${columns.map((column) => `${row}.${column}`).join(', ')}) >> 1)::bigint`

const PARTY = ['party_id', 'party_type', 'birth_date', 'gender', 'source']
const IDENTITY = [
  'party_id',
  'name',
  'name_latin',
  'id_number',
  'phone',
  'email',
  'bank_account',
  'address',
  'postcode',
]

/** What a change of identity shows in, over rows of core.party and core.party_identity. */
export const partyPrint = (row: string): string => print(row, PARTY)
export const identityPrint = (row: string): string => print(row, IDENTITY)

/** Parties of a model, over a row `p` of core.party. */
export const partiesOf = (model: LinkageModel): string =>
  `p.party_type in (${model.partyTypes.map(quoteText).join(', ')}) and (${model.where ?? 'true'})`

/** Where the shares of values come from: counted now over `parts`, or as they were learned. */
function shares(model: LinkageModel, column: 'given' | 'family', counted: boolean): string {
  if (!counted)
    return `(select value, share from linkage.term where model = ${quoteText(modelKey(model))} and column_name = '${column}')`
  // A value that one record has is as rare as one that none has: it gets the share of the unseen.
  return `(select ${column} as value, (count(*) - 1) / ((select count(${column}) from parts) + ${DEFAULTS.others})::double as share
    from parts where ${column} is not null group by ${column} having count(*) > 1
    union all select null, 0.5 / (count(${column}) + ${DEFAULTS.others}) from parts)`
}

/**
 * Adds the parties of `from` (SQL of rows of core.party) to `scratch.record`, one row each, and gives their number; without any, a
 * table that is not there yet is not made unless they are counted.
 * @param from rows have the number `id` and their `party_row` besides.
 * @param terms how common the values are: as `kept` in `linkage.term`, `counted` now because these are all parties, or counted
 * and then kept (`learned`).
 */
export async function standardise(
  warehouse: Warehouse,
  model: LinkageModel,
  from: string,
  terms: 'kept' | 'counted' | 'learned',
): Promise<number> {
  const organisation = model.name === 'organisation'
  const plain = organisation ? 'false' : `regexp_full_match(name, '${PLAIN}')`
  await warehouse.execute(`
    create or replace table scratch.source as
    with form as (
      select p.id, p.party_id, p.party_type, p.birth_date, ${gender} as gender, ${name} as name,
        ${idNumber} as id_number, ${phone} as phone, ${email} as email, ${bankAccount} as bank_account,
        ${address} as address, ${postcode} as postcode,
        p.party_row, ${partyPrint('p')} as party_print,
        i.rowid as identity_row, case when i.party_id is not null then ${identityPrint('i')} end as identity_print
      from (${from}) p left join core.party_identity i using (party_id)
    )
    select * replace (coalesce(birth_date, ${bornById}) as birth_date),
      split_part(email, '@', 1) as mailbox, regexp_replace(email, '[^0-9]+', '', 'g') as mailbox_digits,
      case when ${plain} then lower(split_part(name, ' ', 1)) end as first_word,
      case when ${plain} then lower(split_part(name, ' ', 2)) end as last_word
    from form`)
  const { columns } = await warehouse.columns('select count(*) as n from scratch.source', { n: 'f64' })
  const counts = terms !== 'kept'
  if (columns.n[0] === 0 && !counts) {
    await warehouse.execute('drop table scratch.source')
    return 0
  }
  await readNames(warehouse, organisation)
  const part = (column: string, ofPlain: string) =>
    `case when a.is_plain and b.is_plain then ${ofPlain} else n.${column} end as ${column}`
  const records = (source: string) => `
    with parts as ${counts ? 'materialized' : ''} (
      select s.* exclude (name, first_word, last_word),
        ${part('family', 's.last_word')}, ${part('given', 's.first_word')},
        ${part('family_latin', 's.last_word')}, ${part('given_latin', 's.first_word')},
        ${part('family_sound', 'b.family_sound')}, ${part('given_sound', 'a.given_sound')},
        ${part('given_roots', 'a.given_roots')}
      from ${source} s left join staging.link_name n on n.name = s.name
      left join scratch.word a on a.word = s.first_word left join scratch.word b on b.word = s.last_word
    ), given_term as materialized ${shares(model, 'given', counts)},
    family_term as materialized ${shares(model, 'family', counts)}
    select parts.*, coalesce(g.share, (select share from given_term where value is null)) as given_share,
      coalesce(f.share, (select share from family_term where value is null)) as family_share
    from parts left join given_term g on g.value = parts.given left join family_term f on f.value = parts.family`
  if (counts) await warehouse.execute(`create table scratch.record as ${records('scratch.source')}`)
  else {
    await warehouse.execute(
      `create table if not exists scratch.record as ${records('(from scratch.source where false)')}`,
    )
    const half = (k: number) =>
      `insert into scratch.record ${records(`(from scratch.source where id % 2 = ${k})`)}`
    await sideBySide(warehouse, [half(0), half(1)])
  }
  await warehouse.execute('drop table scratch.source; drop table scratch.word; drop table staging.link_name')
  if (terms === 'learned') await keepTerms(warehouse, model)
  return columns.n[0]
}

/** Keeps how common the values are, so that later batches are weighed by the same measure. */
async function keepTerms(warehouse: Warehouse, model: LinkageModel): Promise<void> {
  for (const column of ['given', 'family'])
    await warehouse.execute(`
      insert into linkage.term
      select ${quoteText(modelKey(model))}, '${column}', value, share
      from (select ${column} as value, count(*) as n, any_value(${column}_share) as share from scratch.record group by ${column})
      where n > 1 and value is not null
      union all select ${quoteText(modelKey(model))}, '${column}', null, 0.5 / (count(${column}) + ${DEFAULTS.others}) from scratch.record`)
}
