/** Words that the insurer's systems use, and what they mean here. */

export const LINE_WORDS = {
  auto: 'auto',
  health: 'health',
  accident: 'accident',
  travel: 'travel',
  group: 'group',
  agricultural: 'agricultural',
} as const

export const MARITAL = {
  single: 'single',
  married: 'married',
  divorced: 'divorced',
  widowed: 'widowed',
  未婚: 'single',
  已婚: 'married',
  离异: 'divorced',
  丧偶: 'widowed',
} as const

export const EDUCATION = {
  primary: 'primary',
  secondary: 'secondary',
  vocational: 'vocational',
  bachelor: 'bachelor',
  postgraduate: 'postgraduate',
  小学: 'primary',
  高中: 'secondary',
  大专: 'vocational',
  本科: 'bachelor',
  研究生: 'postgraduate',
} as const

export const PROVIDER_KINDS = {
  hospital: 'hospital',
  physician: 'physician',
  repairer: 'repairer',
  adjuster: 'adjuster',
  agent: 'agent',
  lawyer: 'lawyer',
  employer: 'employer',
} as const

export const COVERS = {
  机动车损失险: 'motor_damage',
  第三者责任险: 'third_party',
  车上人员责任险: 'passengers',
  住院医疗: 'inpatient',
  门诊医疗: 'outpatient',
  意外医疗: 'accident_medical',
  意外伤残: 'disability',
  旅行延误: 'delay',
  行李损失: 'baggage',
  境外医疗: 'travel_medical',
  团体医疗: 'group_medical',
  团体意外: 'group_accident',
  种植成本: 'crop_cost',
} as const

export const ROLE_WORDS = Object.fromEntries(
  [
    'policyholder',
    'insured',
    'claimant',
    'driver',
    'passenger',
    'witness',
    'counterparty',
    'physician',
    'hospital',
    'repairer',
    'adjuster',
    'agent',
    'lawyer',
  ].map((role) => [role, role]),
)

/** The same word on both sides. */
export const same = (...words: readonly string[]) => Object.fromEntries(words.map((word) => [word, word]))
