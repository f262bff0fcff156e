/** SQL of the one form in which each detail of a party is compared. Texts are cut, so that no edit distance takes long. */

/** Compatibility forms folded and case taken off; DuckDB has no NFKC, so full-width letters are moved by hand. */
const FULL_WIDTH = Array.from({ length: 94 }, (_, i) => String.fromCodePoint(0xff01 + i)).join('')
const HALF_WIDTH = Array.from({ length: 94 }, (_, i) => String.fromCodePoint(0x21 + i)).join('')

/** Lower case without accents. A text of ASCII letters (as many bytes as letters) needs no table, which is slow. */
function folded(column: string, longest: number): string {
  const cut = `left(${column}, ${longest})`
  return `case when strlen(${cut}) = length(${cut}) then lower(${cut})
    else translate(lower(strip_accents(${cut})), '${FULL_WIDTH.toLowerCase()}　', '${HALF_WIDTH.toLowerCase().replaceAll("'", "''")} ') end`
}

/** `column` as it is where it matches the pattern, which most do, else `form`. */
const unless = (column: string, pattern: string, form: string) =>
  `case when regexp_full_match(${column}, '${pattern}') then ${column} else ${form} end`

const code = (column: string) =>
  unless(
    column,
    '[0-9A-Z]{1,40}',
    `nullif(upper(regexp_replace(${folded(column, 40)}, '[^0-9a-z]+', '', 'g')), '')`,
  )

/** Identity number and bank account over a row `i`: capital letters and digits. */
export const idNumber = code('i.id_number')
export const bankAccount = code('i.bank_account')

/** Digits of a phone, without the country code of the home market, so that `+86 138...` and `138...` are one. */
export const phone = unless(
  'i.phone',
  '[0-9]{1,12}',
  `nullif(regexp_replace(regexp_replace(${folded('i.phone', 40)}, '[^0-9]+', '', 'g'), '^(0086|86)(1[0-9]{10})$', '\\2'), '')`,
)
export const email = `nullif(trim(${folded('i.email', 100)}), '')`
/** Letters and digits of the address, without spaces and marks. */
export const address = `nullif(regexp_replace(${folded('i.address', 160)}, '[[:space:][:punct:]，。、（）－]+', '', 'g'), '')`
export const postcode = `nullif(regexp_replace(${folded('i.postcode', 20)}, '[^0-9a-z]+', '', 'g'), '')`

/** Name as it will be taken apart, over a row `i`. */
export const name = "coalesce(nullif(trim(i.name), ''), nullif(trim(i.name_latin), ''))"
/** Male or female as stated in `p.gender`. */
export const gender =
  "case when lower(p.gender) in ('m', 'male', '男') then 'male' when lower(p.gender) in ('f', 'female', '女') then 'female' end"
/** Date of birth that a Chinese identity number of 18 places bears, over its standard form. */
export const bornById =
  "case when length(id_number) = 18 then try_strptime(substr(id_number, 7, 8), '%Y%m%d')::date end"
