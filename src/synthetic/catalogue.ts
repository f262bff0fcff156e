/** What things are called and cost: cars and parts, diagnoses and treatments, crops, trips. Amounts in CNY. */

export interface Car {
  readonly make: string
  readonly model: string
  readonly category: 'sedan' | 'sport' | 'utility'
  readonly value: number
  /** Price of its parts relative to the table. */
  readonly parts: number
}
const car = (make: string, model: string, category: Car['category'], value: number, parts: number): Car => ({
  make,
  model,
  category,
  value,
  parts,
})
export const CARS: readonly Car[] = [
  car('BYD', 'Qin', 'sedan', 110_000, 0.85),
  car('BYD', 'Song', 'utility', 150_000, 0.9),
  car('Toyota', 'Corolla', 'sedan', 125_000, 1),
  car('Toyota', 'RAV4', 'utility', 190_000, 1.1),
  car('Volkswagen', 'Golf', 'sedan', 140_000, 1.1),
  car('Volkswagen', 'Tiguan', 'utility', 210_000, 1.2),
  car('Geely', 'Boyue', 'utility', 115_000, 0.8),
  car('Hyundai', 'i30', 'sedan', 118_000, 0.95),
  car('Mazda', 'CX-5', 'utility', 185_000, 1.15),
  car('Honda', 'Civic', 'sedan', 145_000, 1.05),
  car('BMW', '3 Series', 'sedan', 310_000, 2.1),
  car('BMW', 'Z4', 'sport', 480_000, 2.6),
  car('Mercedes-Benz', 'C-Class', 'sedan', 330_000, 2.2),
  car('Ford', 'Mustang', 'sport', 370_000, 1.8),
  car('Ford', 'Ranger', 'utility', 200_000, 1.2),
  car('Wuling', 'Mini', 'sedan', 45_000, 0.6),
]

export interface Part {
  readonly code: string
  readonly name: string
  readonly price: number
  readonly hours: number
  readonly zone: 'front' | 'rear' | 'side' | 'glass' | 'body' | 'engine'
}
const part = (code: string, name: string, price: number, hours: number, zone: Part['zone']): Part => ({
  code,
  name,
  price,
  hours,
  zone,
})
export const PARTS: readonly Part[] = [
  part('P101', 'front bumper', 1450, 2.5, 'front'),
  part('P102', 'headlight', 1900, 1.2, 'front'),
  part('P103', 'bonnet', 2300, 3, 'front'),
  part('P104', 'radiator', 1600, 3.5, 'front'),
  part('P105', 'front wing', 1250, 3, 'front'),
  part('P201', 'rear bumper', 1350, 2.2, 'rear'),
  part('P202', 'tail light', 950, 0.8, 'rear'),
  part('P203', 'boot lid', 2200, 3.2, 'rear'),
  part('P301', 'front door', 2600, 4, 'side'),
  part('P302', 'rear door', 2500, 4, 'side'),
  part('P303', 'wing mirror', 780, 0.7, 'side'),
  part('P401', 'windscreen', 1700, 2, 'glass'),
  part('P402', 'side window', 620, 1, 'glass'),
  part('P501', 'roof panel', 2900, 7, 'body'),
  part('P502', 'dent removal', 450, 1.5, 'body'),
  part('P503', 'respray panel', 800, 3, 'body'),
  part('P601', 'engine dry-out', 5200, 9, 'engine'),
  part('P602', 'wiring loom', 4300, 8, 'engine'),
]
export const ZONES: Record<string, readonly Part['zone'][]> = {
  collision: ['front', 'front', 'side', 'rear'],
  rear_end: ['front', 'rear'],
  parking: ['side', 'rear', 'body'],
  single_vehicle: ['front', 'side', 'body'],
  hail: ['body', 'body', 'glass'],
  flood: ['engine', 'engine', 'body'],
  glass: ['glass'],
  theft: ['side', 'glass', 'engine'],
  fire: ['engine', 'front', 'body'],
}
/** An hour of labour. */
export const LABOUR = 160

export interface Diagnosis {
  readonly code: string
  readonly name: string
  /** Usual bill. */
  readonly cost: number
  /** Usual nights; 0 for outpatients. */
  readonly nights: number
  readonly department: string
  /** The dearer neighbour that an upcoder writes instead; '' when none. */
  readonly dearer: string
  readonly cause: 'illness' | 'injury' | 'maternity'
}
const diagnosis = (
  code: string,
  name: string,
  cost: number,
  nights: number,
  department: string,
  dearer: string,
  cause: Diagnosis['cause'] = 'illness',
): Diagnosis => ({ code, name, cost, nights, department, dearer, cause })
export const DIAGNOSES: readonly Diagnosis[] = [
  diagnosis('J06.9', 'upper respiratory infection', 420, 0, 'general', 'J18.9'),
  diagnosis('J18.9', 'pneumonia', 6800, 6, 'internal', 'J15.9'),
  diagnosis('J15.9', 'bacterial pneumonia', 11_500, 9, 'internal', ''),
  diagnosis('K29.7', 'gastritis', 850, 0, 'internal', 'K25.4'),
  diagnosis('K25.4', 'gastric ulcer with haemorrhage', 14_500, 8, 'internal', ''),
  diagnosis('K35.8', 'acute appendicitis', 13_000, 5, 'surgery', 'K35.2'),
  diagnosis('K35.2', 'appendicitis with peritonitis', 22_000, 9, 'surgery', ''),
  diagnosis('K80.2', 'gallstones', 17_500, 6, 'surgery', 'K80.0'),
  diagnosis('K80.0', 'gallstones with acute cholecystitis', 25_000, 9, 'surgery', ''),
  diagnosis('I10', 'hypertension', 680, 0, 'internal', 'I11.0'),
  diagnosis('I11.0', 'hypertensive heart disease', 12_800, 8, 'internal', ''),
  diagnosis('E11.9', 'type 2 diabetes', 950, 0, 'internal', 'E11.5'),
  diagnosis('E11.5', 'diabetes with circulatory complications', 13_600, 9, 'internal', ''),
  diagnosis('I63.9', 'cerebral infarction', 24_000, 12, 'internal', ''),
  diagnosis('I21.9', 'myocardial infarction', 46_000, 9, 'internal', ''),
  diagnosis('C50.9', 'breast cancer', 52_000, 11, 'surgery', ''),
  diagnosis('N20.0', 'kidney stone', 7800, 3, 'surgery', 'N13.6'),
  diagnosis('N13.6', 'pyonephrosis', 16_500, 8, 'surgery', ''),
  diagnosis('M54.5', 'low back pain', 720, 0, 'orthopaedics', 'M51.2'),
  diagnosis('M51.2', 'disc displacement', 9800, 7, 'orthopaedics', ''),
  diagnosis('O80', 'normal delivery', 7200, 4, 'obstetrics', 'O82', 'maternity'),
  diagnosis('O82', 'caesarean delivery', 13_200, 6, 'obstetrics', '', 'maternity'),
  diagnosis('S13.4', 'whiplash', 1900, 0, 'orthopaedics', 'S14.1', 'injury'),
  diagnosis('S14.1', 'cervical cord injury', 26_000, 12, 'orthopaedics', '', 'injury'),
  diagnosis('S52.5', 'fracture of the lower forearm', 9600, 4, 'orthopaedics', 'S52.8', 'injury'),
  diagnosis('S52.8', 'fracture of several forearm parts', 16_800, 8, 'orthopaedics', '', 'injury'),
  diagnosis('S82.8', 'fracture of the ankle', 14_800, 7, 'orthopaedics', 'S82.2', 'injury'),
  diagnosis('S82.2', 'fracture of the tibia', 24_500, 12, 'orthopaedics', '', 'injury'),
  diagnosis('S06.0', 'concussion', 4200, 2, 'emergency', 'S06.5', 'injury'),
  diagnosis('S06.5', 'subdural haemorrhage', 38_000, 14, 'surgery', '', 'injury'),
  diagnosis('S93.4', 'ankle sprain', 780, 0, 'orthopaedics', 'S82.8', 'injury'),
  diagnosis('T30.0', 'burn', 3600, 2, 'surgery', '', 'injury'),
  diagnosis('S61.0', 'open wound of a finger', 620, 0, 'emergency', '', 'injury'),
  diagnosis('S20.2', 'contusion of the chest', 860, 0, 'emergency', 'S22.3', 'injury'),
  diagnosis('S22.3', 'rib fracture', 6900, 5, 'orthopaedics', '', 'injury'),
]
export const DIAGNOSIS: ReadonlyMap<string, Diagnosis> = new Map(DIAGNOSES.map((d) => [d.code, d]))

/** Procedures; the panel holds what unbundlers bill piece by piece. */
export const PROCEDURES = [
  ['X100', 'consultation', 60],
  ['X210', 'blood panel', 260],
  ['X220', 'X-ray', 180],
  ['X230', 'CT scan', 520],
  ['X240', 'MRI scan', 980],
  ['X250', 'ultrasound', 210],
  ['X310', 'physiotherapy session', 150],
  ['X320', 'infusion', 130],
  ['X330', 'dressing', 70],
] as const
export const PANEL = [
  ['X211', 'blood count', 45],
  ['X212', 'liver function', 90],
  ['X213', 'kidney function', 75],
  ['X214', 'electrolytes', 60],
  ['X215', 'blood lipids', 80],
  ['X216', 'coagulation', 70],
] as const
export const DRUGS = [
  ['D01', 'amoxicillin', 45],
  ['D02', 'cefuroxime', 160],
  ['D03', 'ibuprofen', 30],
  ['D04', 'insulin', 180],
  ['D05', 'omeprazole', 85],
  ['D06', 'low-molecular heparin', 260],
] as const

export const CROPS = [
  ['rice', 18_000],
  ['wheat', 12_000],
  ['tea', 60_000],
  ['citrus', 45_000],
  ['vegetables', 38_000],
  ['canola', 14_000],
] as const

export const DESTINATIONS = ['JP', 'TH', 'SG', 'FR', 'US', 'NZ', 'ID', 'GB', 'CN-HN', 'AU-TAS']
