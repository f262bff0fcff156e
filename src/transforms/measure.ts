/** Lengths, areas and weights in the one unit that a column is kept in. */
import { type Parameters, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { type DecimalMark, plainNumber, signed } from './number-text.ts'

/** Units by what they measure, each in metres, square metres or kilograms. */
const UNITS = {
  length: {
    m: 1,
    km: 1000,
    cm: 0.01,
    mm: 0.001,
    mi: 1609.344,
    mile: 1609.344,
    miles: 1609.344,
    ft: 0.3048,
    米: 1,
    公里: 1000,
    千米: 1000,
    里: 500,
    厘米: 0.01,
    英里: 1609.344,
  },
  area: {
    m2: 1,
    sqm: 1,
    km2: 1e6,
    ha: 1e4,
    hectare: 1e4,
    hectares: 1e4,
    acre: 4046.8564224,
    acres: 4046.8564224,
    ft2: 0.09290304,
    sqft: 0.09290304,
    mu: 1e4 / 15,
    亩: 1e4 / 15,
    畝: 1e4 / 15,
    公顷: 1e4,
    公頃: 1e4,
    平方米: 1,
    平米: 1,
    平方公里: 1e6,
    坪: 400 / 121,
  },
  weight: {
    kg: 1,
    g: 0.001,
    t: 1000,
    lb: 0.45359237,
    lbs: 0.45359237,
    千克: 1,
    公斤: 1,
    斤: 0.5,
    吨: 1000,
    克: 0.001,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, number>>>>

export type Unit = { [K in keyof typeof UNITS]: keyof (typeof UNITS)[K] }[keyof typeof UNITS] & string

export interface MeasureParameters extends Parameters {
  /** Unit that the value is in. */
  readonly to: Unit
  /** Unit of a bare number; default `to`. */
  readonly from?: Unit
  readonly decimal?: DecimalMark
}

const read = textFunction('read_measure', (raw, options) => {
  const { to, from = to, decimal } = JSON.parse(options) as MeasureParameters
  const parts = signed(raw.replace(/²/g, '2'))
  const m = parts && /^([\d.,' ]*\d)\s?(.*)$/.exec(parts.text)
  if (!m) return null
  const factors: Readonly<Record<string, number>> | undefined = Object.values(UNITS).find(
    (units) => to in units,
  )
  const number = plainNumber(m[1], decimal)
  const factor = factors?.[m[2].toLowerCase().replace(/^sq\.? ?(m|ft|km)$/, '$12') || from]
  if (!factors || number === undefined || factor === undefined) return null
  return `${parts.sign}${(Number(number) * factor) / factors[to]}`
})

export const measure = transform<MeasureParameters>({
  name: 'measure',
  meaning: {
    en: 'A length, area or weight in the unit that the column is kept in; a unit that the text names is converted, one of another kind is refused',
    zh: '长度、面积或重量，统一为本列单位；文本带单位则换算，量纲不符则拒绝',
  },
  gives: 'DOUBLE',
  code: 'invalid_measure',
  sql: (text, parameters) =>
    `case when ${text} is not null then try_cast(${read(text, JSON.stringify(parameters))} as double) end`,
  examples: [
    { raw: '12.5', parameters: { to: 'ha' }, value: '12.5' },
    { raw: '30', parameters: { to: 'ha', from: '亩' }, value: '2.0' },
    { raw: '15亩', parameters: { to: 'ha' }, value: '1.0' },
    { raw: '2,500 m²', parameters: { to: 'ha' }, value: '0.25' },
    { raw: '10 mi', parameters: { to: 'km' }, value: '16.09344' },
    { raw: '3公里', parameters: { to: 'km' }, value: '3.0' },
    { raw: '12 kg', parameters: { to: 'km' }, value: null },
    { raw: 'far', parameters: { to: 'km' }, value: null },
  ],
})
