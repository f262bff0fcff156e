/** The two files of this book: headers and a few records of each. */

/** Columns of `frequency.parquet`. */
const FREQUENCY_HEADER = [
  'IDpol',
  'ClaimNb',
  'Exposure',
  'Area',
  'VehPower',
  'VehAge',
  'DrivAge',
  'BonusMalus',
  'VehBrand',
  'VehGas',
  'Density',
  'Region',
] as const

export const FREQUENCY_SAMPLE = `${FREQUENCY_HEADER.join(',')}
1.0,1,0.1,D,5,0,55,50,B12,Regular,1217,R82
3.0,1,0.77,D,5,0,55,50,B12,Regular,1217,R82
5.0,0,0.75,B,6,2,52,50,B12,Diesel,54,R22
`

export const SEVERITY_SAMPLE = `IDpol,ClaimAmount
1552,995.2
1010996,1128.12
1010996,1200
`

export const PUBLISHER = 'freMTPL2freq and freMTPL2sev, CASdatasets (GPL)'

/** Columns of the frequency file that a table has no use for. */
export const others = (...reads: readonly string[]): string[] =>
  FREQUENCY_HEADER.filter((name) => !reads.includes(name))

/** Number of a policy; the file writes it as a real number. */
export const policyNumber = `'P' || cast(try_cast("IDpol" as double) as bigint)`
