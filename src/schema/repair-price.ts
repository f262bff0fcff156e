import { amount, date, loaded, real, table, text } from './table.ts'

/** Market prices of parts and labour. */
export const repairPrice = table(
  'core.repair_price',
  'one row per part, make and date of validity',
  ['part_code', 'make', 'valid_from'],
  loaded({
    part_code: text('part or procedure code'),
    make: text('make; `any` for all'),
    valid_from: date('first day of validity'),
    price_amount: amount('usual price of the part'),
    labour_hours: real('usual hours of labour').optional(),
  }),
)
