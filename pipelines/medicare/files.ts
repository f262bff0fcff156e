/** The three files of this book: headers and a few records of each. */

const CONDITIONS_BY_COLUMN = {
  ChronicCond_Alzheimer: 'alzheimer',
  ChronicCond_Heartfailure: 'heart_failure',
  ChronicCond_KidneyDisease: 'kidney_disease',
  ChronicCond_Cancer: 'cancer',
  ChronicCond_ObstrPulmonary: 'obstructive_pulmonary',
  ChronicCond_Depression: 'depression',
  ChronicCond_Diabetes: 'diabetes',
  ChronicCond_IschemicHeart: 'ischemic_heart',
  ChronicCond_Osteoporasis: 'osteoporosis',
  ChronicCond_rheumatoidarthritis: 'rheumatoid_arthritis',
  ChronicCond_stroke: 'stroke',
} as const

/** Chronic conditions: column of the file, code in the warehouse. */
export const CONDITIONS = Object.entries(CONDITIONS_BY_COLUMN)

/** Columns of `beneficiaries.parquet`. */
export const BENEFICIARY_HEADER = [
  'BeneID',
  'DOB',
  'DOD',
  'Gender',
  'Race',
  'RenalDiseaseIndicator',
  'State',
  'County',
  'NoOfMonths_PartACov',
  'NoOfMonths_PartBCov',
  ...Object.keys(CONDITIONS_BY_COLUMN),
  'IPAnnualReimbursementAmt',
  'IPAnnualDeductibleAmt',
  'OPAnnualReimbursementAmt',
  'OPAnnualDeductibleAmt',
]

export const BENEFICIARY_SAMPLE = `${BENEFICIARY_HEADER.join(',')}
BENE11001,1943-01-01,,1,1,0,39,230,12,12,1,2,1,2,2,1,1,1,2,1,1,36000,3204,60,70
BENE11002,1936-09-01,,2,1,0,39,280,12,12,2,2,2,2,2,2,2,2,2,2,2,0,0,30,50
BENE11003,1936-08-01,2009-05-01,1,1,Y,52,590,12,12,1,2,2,2,2,2,2,1,2,2,2,0,0,90,40
`

/** Columns of a claim that hold its diagnoses, the main one first. */
export const DIAGNOSES = Array.from({ length: 10 }, (_, i) => `ClmDiagnosisCode_${i + 1}`)
/** Columns of a claim that hold its procedures. */
export const PROCEDURES = Array.from({ length: 6 }, (_, i) => `ClmProcedureCode_${i + 1}`)

/** Columns of `inpatient_claims.parquet`. */
export const CLAIM_HEADER = [
  'BeneID',
  'ClaimID',
  'ClaimStartDt',
  'ClaimEndDt',
  'Provider',
  'InscClaimAmtReimbursed',
  'AttendingPhysician',
  'OperatingPhysician',
  'OtherPhysician',
  'AdmissionDt',
  'ClmAdmitDiagnosisCode',
  'DeductibleAmtPaid',
  'DischargeDt',
  'DiagnosisGroupCode',
  ...DIAGNOSES,
  ...PROCEDURES,
]

export const CLAIM_SAMPLE = `${CLAIM_HEADER.join(',')}
BENE11001,CLM46614,2009-04-12,2009-04-18,PRV55912,26000,PHY390922,,,2009-04-12,7866,1068,2009-04-18,201,1970,4019,5853,7843,2768,71590,2724,19889,5849,,,,,,,
BENE11001,CLM66048,2009-08-31,2009-09-02,PRV55907,5000,PHY318495,PHY318495,,2009-08-31,6186,1068,2009-09-02,750,6186,2948,56400,,,,,,,,7092,,,,,
BENE11001,CLM68358,2009-09-17,2009-09-20,PRV56046,5000,PHY372395,,PHY324689,2009-09-17,29590,1068,2009-09-20,883,29623,30390,71690,34590,V1581,32723,,,,,,,,,,
`

export const PROVIDER_SAMPLE = `"Provider","PotentialFraud"
"PRV51001","No"
"PRV51003","Yes"
`

export const PUBLISHER = 'Healthcare provider fraud detection (Kaggle), public mirror'

/** Columns of `header` that a table has no use for. */
export const others = (header: readonly string[], ...reads: readonly string[]): string[] =>
  header.filter((name) => !reads.includes(name))
