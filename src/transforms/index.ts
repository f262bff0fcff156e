/** The shelf of transforms: every named rule by which a raw text becomes a value. */
import type { Transform } from '../transform.ts'
import { bankAccount } from './bank-account.ts'
import { bornByIdentity } from './born-by-identity.ts'
import { creditCode } from './credit-code.ts'
import { day } from './day.ts'
import { email } from './email.ts'
import { feeCode } from './fee-code.ts'
import { flag } from './flag.ts'
import { foldedText } from './folded-text.ts'
import { gender } from './gender.ts'
import { genderByIdentity } from './gender-by-identity.ts'
import { icd } from './icd.ts'
import { identityNumber } from './identity-number.ts'
import { integer } from './integer.ts'
import { licencePlate } from './licence-plate.ts'
import { measure } from './measure.ts'
import { moment } from './moment.ts'
import { money } from './money.ts'
import { organisation } from './organisation.ts'
import { percent } from './percent.ts'
import { phone } from './phone.ts'
import { plainText } from './plain-text.ts'
import { real } from './real.ts'
import { region } from './region.ts'
import { simplified } from './simplified.ts'
import { vehicleNumber } from './vehicle-number.ts'
import { word } from './word.ts'

/** All transforms, in the order that a reader meets them. */
export const transforms: readonly Transform[] = [
  plainText,
  foldedText,
  simplified,
  integer,
  real,
  money,
  percent,
  measure,
  day,
  moment,
  flag,
  word,
  gender,
  phone,
  email,
  identityNumber,
  bornByIdentity,
  genderByIdentity,
  creditCode,
  organisation,
  bankAccount,
  vehicleNumber,
  licencePlate,
  region,
  icd,
  feeCode,
] as readonly Transform[]

export * from './columns.ts'
