/** The identification number of a vehicle (VIN, ISO 3779). */
import { type Parameters, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { vinCheck } from './check-digits.ts'
import { fold } from './fold.ts'

export interface VinParameters extends Parameters {
  /** `required` (default) asks for the check digit of North America and China; Europe builds without one. */
  readonly check?: 'required' | 'none'
}

const read = textFunction('read_vin', (raw, options) => {
  const text = fold(raw).toUpperCase().replace(/[\s-]/g, '')
  if (!/^[A-HJ-NPR-Z\d]{17}$/.test(text)) return null
  return options === 'none' || vinCheck(text) === text[8] ? text : null
})

export const vehicleNumber = transform<VinParameters>({
  name: 'vehicle_number',
  meaning: {
    en: 'Vehicle identification number: 17 characters without I, O and Q, its check digit right',
    zh: '车辆识别代号：17 位（无 I、O、Q），校验位正确',
  },
  gives: 'VARCHAR',
  code: 'invalid_vin',
  sql: (text, { check }) => `case when ${text} is not null then ${read(text, check)} end`,
  examples: [
    { raw: '1M8GDM9AXKP042788', value: '1M8GDM9AXKP042788' },
    { raw: '1m8gdm9axkp042788', value: '1M8GDM9AXKP042788' },
    { raw: '1M8GDM9A1KP042788', value: null },
    { raw: 'WVWZZZ1JZXW000001', parameters: { check: 'none' }, value: 'WVWZZZ1JZXW000001' },
    { raw: '1M8GDM9AXKPO42788', value: null },
  ],
})
