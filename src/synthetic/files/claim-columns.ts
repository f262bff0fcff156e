/** The columns of the claim system's and the finance system's files. */
import type { FieldKind } from '../mess.ts'

type Columns = Readonly<Record<string, FieldKind>>

export const CLAIM: Columns = {
  claim_no: 'key',
  policy_no: 'text',
  line: 'text',
  claimant_no: 'text',
  object_no: 'text',
  handler_no: 'text',
  loss_time: 'time',
  reported_time: 'time',
  survey_completed: 'time',
  cause: 'text',
  cover: 'text',
  region: 'text',
  place: 'free',
  area: 'text',
  latitude: 'number',
  longitude: 'number',
  claimed: 'amount',
  deductible: 'amount',
  fault: 'text',
  degree_of_loss: 'number',
  police_report: 'flag',
  witness: 'flag',
  supplements: 'number',
  report_channel: 'text',
  device_id: 'whole',
  description: 'free',
  entered_at: 'time',
  desk: 'text',
}
export const CLAIM_PARTY: Columns = {
  claim_no: 'key',
  party_no: 'text',
  role: 'text',
  injured: 'flag',
  plate: 'free',
  entered_at: 'time',
}
export const CLAIM_ITEM: Columns = {
  item_no: 'key',
  claim_no: 'text',
  kind: 'text',
  code: 'text',
  description: 'free',
  quantity: 'number',
  amount: 'amount',
  provider_no: 'text',
  service_date: 'date',
  entered_at: 'time',
}
export const CLAIM_EVENT: Columns = {
  event_no: 'key',
  claim_no: 'text',
  step: 'text',
  at: 'time',
  amount: 'amount',
  actor_no: 'text',
  entered_at: 'time',
}
export const PHOTO: Columns = {
  photo_no: 'key',
  claim_no: 'text',
  content_hash: 'text',
  taken_at: 'time',
  entered_at: 'time',
}
export const PAYMENT: Columns = {
  付款流水号: 'key',
  报案号: 'text',
  收款人编号: 'text',
  收款账号: 'text',
  金额: 'amount',
  付款时间: 'time',
  录入时间: 'time',
  经办人: 'text',
}
export const CONTACT: Columns = {
  contact_no: 'key',
  claim_no: 'text',
  name: 'free',
  gender: 'text',
  date_of_birth: 'date',
  id_no: 'text',
  phone: 'text',
  account_no: 'text',
  address: 'free',
  postcode: 'text',
  region: 'text',
  entered_at: 'time',
}
export const INVESTIGATION: Columns = {
  case_no: 'key',
  subject_kind: 'text',
  subject_no: 'text',
  opened: 'time',
  closed: 'time',
  outcome: 'text',
  typology: 'text',
  saved: 'amount',
  lead: 'text',
}
export const FEEDBACK: Columns = {
  feedback_no: 'key',
  claim_no: 'text',
  party_no: 'text',
  channel: 'text',
  rating: 'number',
  body: 'free',
  received_at: 'time',
}
