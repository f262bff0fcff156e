/** Words that categories are made of; a feature is the position in its list, so words are only ever added at the end. */

/** What happened, over all lines. */
export const PERILS = [
  'collision',
  'rear_end',
  'parking',
  'single_vehicle',
  'theft',
  'fire',
  'glass',
  'hail',
  'flood',
  'storm',
  'vandalism',
  'illness',
  'injury',
  'maternity',
  'fall',
  'traffic',
  'sports',
  'burn',
  'work',
  'delay',
  'cancellation',
  'baggage',
  'medical',
  'drought',
  'frost',
  'pest',
  'wind',
  'typhoon',
  'rain',
  'death',
  'disability',
] as const

export { WEATHER_PERILS } from 'claimscope'

export const GENDERS = ['female', 'male'] as const
export const MARITAL_STATUSES = ['single', 'married', 'divorced', 'widowed'] as const
export const EDUCATIONS = ['primary', 'secondary', 'vocational', 'bachelor', 'postgraduate'] as const

export const OCCUPATIONS = [
  'clerical',
  'manual',
  'professional',
  'driver',
  'trade',
  'farming',
  'medical',
  'teaching',
  'public',
  'retired',
  'self_employed',
  'unemployed',
  'student',
] as const

export const CHANNELS = ['agent', 'branch', 'online', 'broker', 'phone', 'internal', 'external'] as const

/** Kinds of product and base covers. */
export const PRODUCT_TYPES = [
  'liability',
  'collision',
  'all perils',
  'all_perils',
  'basic',
  'hospital',
  'critical_illness',
  'personal',
  'family',
  'single_trip',
  'business_trip',
  'group_health',
  'crop',
  'livestock_crop',
] as const

/** Covers that a claim is made under. */
export const COVERS = [
  'motor_damage',
  'third_party',
  'passengers',
  'inpatient',
  'outpatient',
  'accident_medical',
  'disability',
  'delay',
  'baggage',
  'travel_medical',
  'group_medical',
  'group_accident',
  'crop_cost',
  'sedan - liability',
  'sedan - collision',
  'sedan - all perils',
  'sport - liability',
  'sport - collision',
  'sport - all perils',
  'utility - liability',
  'utility - collision',
  'utility - all perils',
] as const

/** Kinds of watch list. */
export const WATCHLISTS = ['industry_fraud_register', 'court_enforcement', 'sanctions'] as const

/** Makes of vehicles; `b1` to `b14` are the anonymous ones of French data. */
export const MAKES = [
  'acura',
  'bmw',
  'chevrolet',
  'dodge',
  'ferrari',
  'ford',
  'honda',
  'jaguar',
  'lexus',
  'mazda',
  'mercedes',
  'mercury',
  'nissan',
  'pontiac',
  'porsche',
  'saab',
  'saturn',
  'toyota',
  'volkswagen',
  'byd',
  'geely',
  'hyundai',
  'wuling',
  'b1',
  'b2',
  'b3',
  'b4',
  'b5',
  'b6',
  'b10',
  'b11',
  'b12',
  'b13',
  'b14',
] as const

/** Other spellings of a make. */
export const MAKE_SPELLINGS: Readonly<Record<string, (typeof MAKES)[number]>> = {
  accura: 'acura',
  mecedes: 'mercedes',
  'mercedes-benz': 'mercedes',
  nisson: 'nissan',
  porche: 'porsche',
  vw: 'volkswagen',
}

export const VEHICLE_CATEGORIES = ['sedan', 'sport', 'utility'] as const
export const FUELS = ['regular', 'diesel', 'petrol', 'electric', 'hybrid'] as const
export const AREA_CLASSES = ['a', 'b', 'c', 'd', 'e', 'f'] as const

/** Roles of people who claim, suffer or saw something, as against those who serve or decide. */
export const PERSON_ROLES = [
  'policyholder',
  'insured',
  'claimant',
  'driver',
  'passenger',
  'witness',
  'counterparty',
] as const

/** Regions: the former French ones, Chinese cities by code, Australian states. */
export const REGIONS = [
  'r11',
  'r21',
  'r22',
  'r23',
  'r24',
  'r25',
  'r26',
  'r31',
  'r41',
  'r42',
  'r43',
  'r52',
  'r53',
  'r54',
  'r72',
  'r73',
  'r74',
  'r82',
  'r83',
  'r91',
  'r93',
  'r94',
  '330100',
  '330200',
  '330300',
  '330400',
  '330600',
  '320100',
  '320500',
  '320200',
  'au-nsw',
  'au-vic',
  'au-qld',
  'au-sa',
] as const
