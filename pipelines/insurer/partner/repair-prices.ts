/** Market prices of parts and treatments. */
import {
  asAmount,
  asDate,
  asFeeCode,
  asReal,
  asText,
  asTimestamp,
  required,
  source,
  steady,
  volume,
} from 'claimscope'

export const repairPrices = source({
  name: 'insurer/repair_prices',
  title: { en: 'Repair prices', zh: '维修价格' },
  into: 'core.repair_price',
  description: {
    en: 'Usual prices of parts by make and of procedures, by year',
    zh: '按品牌的配件及维修项目常用价格，分年度',
  },
  publisher: 'price survey',
  origin: 'partner',
  files: 'partner/repair_prices*.csv',
  format: 'csv',
  columns: {
    part_code: required(asFeeCode('part_no')),
    make: required(asText('make')),
    valid_from: required(asDate('valid_from')),
    price_amount: required(asAmount('price')),
    labour_hours: asReal('hours'),
    event_at: required(asTimestamp('valid_from')),
    known_at: required(asTimestamp('published_at')),
  },
  ignore: [],
  duplicates: 'update',
  checks: [
    {
      name: 'repair_prices_positive',
      severity: 'stop',
      meaning: { en: 'a price is above zero', zh: '价格大于零' },
      sql: 'select part_code, make from {rows} where price_amount <= 0',
    },
    volume(),
    steady(),
  ],
  sample: `part_no,make,valid_from,price,hours,published_at
P101,Toyota,2024-01-01,1626.90,2.5,2023-12-15 09:00:00
X220,any,2024-01-01,183.60,,2023-12-15 09:00:00
`,
})
