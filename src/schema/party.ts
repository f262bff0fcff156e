import { date, integer, loaded, table, text, word } from './table.ts'
import { PARTY_TYPES } from './words.ts'

/** People and organisations that stand in the book: customers, providers, staff. */
export const party = table(
  'core.party',
  'one row per person or organisation as a source names it',
  ['party_id'],
  loaded({
    party_id: text('identifier in the source'),
    party_type: word(PARTY_TYPES, 'what the party is'),
    gender: text('male or female, as stated').optional(),
    birth_date: date('date of birth').optional(),
    death_date: date('date of death').optional(),
    occupation: text('occupation class').optional(),
    education: text('highest education').optional(),
    marital_status: text('single, married, divorced, widowed').optional(),
    employer_id: text('party_id of the employer').optional(),
    region_code: text('administrative region of residence or business').optional(),
    registered_date: date('customer or partner since').optional(),
    licence_date: date('first driving licence, for drivers').optional(),
    specialty: text('department or trade of a provider').optional(),
    bed_count: integer('size of a hospital').optional(),
  }),
)
