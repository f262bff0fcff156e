/** The transforms as columns of a source: `asDate('Loss date')`. */
import type { Column } from '../source.ts'
import { column } from '../transform.ts'
import { type AccountParameters, bankAccount } from './bank-account.ts'
import { bornByIdentity } from './born-by-identity.ts'
import type { CalendarParameters } from './calendar-text.ts'
import { creditCode } from './credit-code.ts'
import { day } from './day.ts'
import { email } from './email.ts'
import { type FeeParameters, feeCode } from './fee-code.ts'
import { flag } from './flag.ts'
import { foldedText } from './folded-text.ts'
import { gender } from './gender.ts'
import { genderByIdentity } from './gender-by-identity.ts'
import { type IcdParameters, icd } from './icd.ts'
import { type IdentityParameters, identityNumber } from './identity-number.ts'
import { integer } from './integer.ts'
import { licencePlate, type PlateParameters } from './licence-plate.ts'
import { type MeasureParameters, measure } from './measure.ts'
import { moment } from './moment.ts'
import { type MoneyParameters, money } from './money.ts'
import { organisation } from './organisation.ts'
import { type PercentParameters, percent } from './percent.ts'
import { type PhoneParameters, phone } from './phone.ts'
import { plainText } from './plain-text.ts'
import { type NumberParameters, real } from './real.ts'
import { type RegionParameters, region } from './region.ts'
import { simplified } from './simplified.ts'
import { type VinParameters, vehicleNumber } from './vehicle-number.ts'
import { word } from './word.ts'

/** Text, trimmed; empty is NULL. */
export const asText = (name: string): Column => column(plainText, name)
/** Text with full-width forms narrowed and odd spaces and dashes made plain. */
export const asFoldedText = (name: string): Column => column(foldedText, name)
/** Folded text in simplified characters. */
export const asSimplified = (name: string): Column => column(simplified, name)
/** A whole number; a fraction is refused. */
export const asInteger = (name: string, parameters?: NumberParameters): Column =>
  column(integer, name, parameters)
/** A real number. */
export const asReal = (name: string, parameters?: NumberParameters): Column => column(real, name, parameters)
/** Money; separators, currency signs, units and banker's numerals are read. */
export const asAmount = (name: string, parameters?: MoneyParameters): Column =>
  column(money, name, parameters)
/** A share: `35%` is 0.35. */
export const asShare = (name: string, parameters?: PercentParameters): Column =>
  column(percent, name, parameters)
/** A length, area or weight in one unit. */
export const asMeasure = (name: string, parameters: MeasureParameters): Column =>
  column(measure, name, parameters)
/** A day, in any shape that can be read in one way only. */
export const asDate = (name: string, parameters?: CalendarParameters): Column => column(day, name, parameters)
/** A moment, UTC. A day alone is its midnight. */
export const asTimestamp = (name: string, parameters?: CalendarParameters): Column =>
  column(moment, name, parameters)
/** Yes or no, in the words that insurers' systems use. */
export const asFlag = (name: string): Column => column(flag, name)
/** One of the keys of `words`, translated to its value. */
export const asWord = (name: string, words: Readonly<Record<string, string>>): Column =>
  column(word, name, { words })
/** `male` or `female`. */
export const asGender = (name: string): Column => column(gender, name)
/** A telephone number in E.164. */
export const asPhone = (name: string, parameters: PhoneParameters): Column => column(phone, name, parameters)
/** A mail address in lower case. */
export const asEmail = (name: string): Column => column(email, name)
/** Number of an identity paper whose check digit holds. */
export const asIdentityNumber = (name: string, parameters?: IdentityParameters): Column =>
  column(identityNumber, name, parameters)
/** Day of birth inside a mainland identity number. */
export const asBirthByIdentity = (name: string): Column => column(bornByIdentity, name)
/** Sex inside a mainland identity number. */
export const asGenderByIdentity = (name: string): Column => column(genderByIdentity, name)
/** Unified social credit code of a Chinese organisation. */
export const asCreditCode = (name: string): Column => column(creditCode, name)
/** Name of an organisation, its legal form in one spelling. */
export const asOrganisation = (name: string): Column => column(organisation, name)
/** Number of a bank card or an IBAN whose check digits hold. */
export const asAccount = (name: string, parameters?: AccountParameters): Column =>
  column(bankAccount, name, parameters)
/** Vehicle identification number. */
export const asVehicleNumber = (name: string, parameters?: VinParameters): Column =>
  column(vehicleNumber, name, parameters)
/** Number plate in one spelling. */
export const asPlate = (name: string, parameters?: PlateParameters): Column =>
  column(licencePlate, name, parameters)
/** Region code from a code, a name or an address. */
export const asRegion = (name: string, parameters?: RegionParameters): Column =>
  column(region, name, parameters)
/** Code of a diagnosis or procedure, its dot in place. */
export const asIcd = (name: string, parameters?: IcdParameters): Column => column(icd, name, parameters)
/** Code of a fee, part or procedure. */
export const asFeeCode = (name: string, parameters?: FeeParameters): Column =>
  column(feeCode, name, parameters)
