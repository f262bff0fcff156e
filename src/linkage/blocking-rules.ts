/** The rules that choose which parties are compared: each is cheap, and together they leave few true pairs out. */
import type { BlockingRule } from './comparison.ts'

const rule = (name: string, ...key: string[]): BlockingRule => ({ name, key })
/** A key that says little: worth its pairs only where few share it. */
const loose = (name: string, largestBlock: number, ...key: string[]): BlockingRule => ({
  name,
  key,
  largestBlock,
})

const letter = 's.given_latin[1]'
const year = 'year(s.birth_date)'
/** Both names, whichever way round. */
const names = ['least(s.family_latin, s.given_latin)', 'greatest(s.family_latin, s.given_latin)']

/** For persons. */
export const personRules: readonly BlockingRule[] = [
  rule('same_id_number', 's.id_number'),
  rule('same_phone_and_initial', 's.phone', letter),
  rule('same_account', 's.bank_account'),
  rule('same_email', 's.email'),
  rule('same_birth_date_and_family_name', 's.birth_date', 's.family_latin'),
  rule('same_birth_date_and_given_name', 's.birth_date', 's.given_latin'),
  rule('same_name_and_birth_year', 's.family_latin', 's.given_latin', year),
  loose('same_family_name_initial_and_birth_year', 32, 's.family_latin', letter, year),
  rule('same_phone_and_birth_date', 's.phone', 's.birth_date'),
  rule('same_address_and_initial', 's.address', letter),
  rule('same_postcode_and_birth_date', 's.postcode', 's.birth_date'),
  rule('same_postcode_and_name', 's.postcode', 's.family_latin', 's.given_latin[1:3]'),
  rule('turned_name_and_birth_year', ...names, year),
  loose('same_name', 8, ...names),
  loose('same_birth_date', 6, 's.birth_date'),
  loose('same_mailbox', 16, "nullif(s.mailbox, '')"),
  loose('same_number_begun', 16, 's.id_number[1:5]', letter),
  loose('same_number_ended', 16, 's.id_number[-5:]', letter),
  loose('same_address', 16, 's.address'),
  loose('same_family_name', 8, 's.family_latin'),
  loose('same_given_name', 8, 's.given_latin'),
]

/** For firms, hospitals, employers. */
export const organisationRules: readonly BlockingRule[] = [
  rule('same_id_number', 's.id_number'),
  rule('same_name', 's.given_latin'),
  rule('same_phone', 's.phone'),
  rule('same_account', 's.bank_account'),
  rule('same_address', 's.address'),
]
