/** The rules that choose which parties are compared: each is cheap, and together they leave few true pairs out. */
import type { BlockingRule } from './comparison.ts'

const rule = (name: string, key: string): BlockingRule => ({ name, key })
/** A key that says little: worth its pairs only where few share it. */
const loose = (name: string, key: string, largestBlock = 16): BlockingRule => ({ name, key, largestBlock })

/** A key of several parts, NULL when one is missing. */
const key = (...parts: string[]) => parts.map((part) => `(${part})`).join(" || '|' || ")
const letter = 's.given_latin[1]'

/** For persons. */
export const personRules: readonly BlockingRule[] = [
  rule('same_id_number', 's.id_number'),
  rule('same_phone_and_initial', key('s.phone', letter)),
  rule('same_account', 's.bank_account'),
  rule('same_email', 's.email'),
  rule('same_birth_date_and_family_name', key('s.birth_date::varchar', 's.family_latin')),
  rule('same_birth_date_and_given_name', key('s.birth_date::varchar', 's.given_latin')),
  rule('same_name_and_birth_year', key('s.family_latin', 's.given_latin', 'year(s.birth_date)::varchar')),
  rule(
    'same_family_name_initial_and_birth_year',
    key('s.family_latin', letter, 'year(s.birth_date)::varchar'),
  ),
  rule('same_address_and_initial', key('s.address', letter)),
  rule('same_postcode_and_birth_date', key('s.postcode', 's.birth_date::varchar')),

  rule('same_postcode_and_name', key('s.postcode', 's.family_latin', 's.given_latin[1:3]')),
  rule(
    'turned_name_and_birth_year',
    key(
      'least(s.family_latin, s.given_latin)',
      'greatest(s.family_latin, s.given_latin)',
      'year(s.birth_date)::varchar',
    ),
  ),
  loose('same_name', key('least(s.family_latin, s.given_latin)', 'greatest(s.family_latin, s.given_latin)')),
  loose('same_birth_date', 's.birth_date::varchar', 6),
  loose('same_mailbox', "nullif(split_part(s.email, '@', 1), '')"),
  loose('same_number_begun', key('s.id_number[1:5]', letter)),
  loose('same_number_ended', key('s.id_number[-5:]', letter)),
  loose('same_address', 's.address'),
  loose('same_family_name', 's.family_latin', 8),
  loose('same_given_name', 's.given_latin', 8),
]

/** For firms, hospitals, employers. */
export const organisationRules: readonly BlockingRule[] = [
  rule('same_id_number', 's.id_number'),
  rule('same_name', 's.given_latin'),
  rule('same_phone', 's.phone'),
  rule('same_account', 's.bank_account'),
  rule('same_address', 's.address'),
]
