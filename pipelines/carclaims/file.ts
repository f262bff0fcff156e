/** The one file of this book: its header, a few of its records, and how its bands and calendar words become values. */

/** Columns of `carclaims.csv`, in order. */
export const HEADER = [
  'Month',
  'WeekOfMonth',
  'DayOfWeek',
  'Make',
  'AccidentArea',
  'DayOfWeekClaimed',
  'MonthClaimed',
  'WeekOfMonthClaimed',
  'Sex',
  'MaritalStatus',
  'Age',
  'Fault',
  'PolicyType',
  'VehicleCategory',
  'VehiclePrice',
  'PolicyNumber',
  'RepNumber',
  'Deductible',
  'DriverRating',
  'Days:Policy-Accident',
  'Days:Policy-Claim',
  'PastNumberOfClaims',
  'AgeOfVehicle',
  'AgeOfPolicyHolder',
  'PoliceReportFiled',
  'WitnessPresent',
  'AgentType',
  'NumberOfSuppliments',
  'AddressChange-Claim',
  'NumberOfCars',
  'Year',
  'BasePolicy',
  'FraudFound',
] as const

/** Columns that a table has no use for: all of the header but those it reads. */
export const others = (...reads: readonly string[]): string[] =>
  HEADER.filter((name) => !reads.includes(name))

/** Records of the real file: a claim over the turn of the year, a young driver without an age, a proven fraud. */
export const SAMPLE = `${HEADER.join(',')}
Dec,5,Wednesday,Honda,Urban,Tuesday,Jan,1,Female,Single,21,Policy Holder,Sport - Liability,Sport,"more than 69,000",1,12,300,1,more than 30,more than 30,none,3 years,26 to 30,No,No,External,none,1 year,3 to 4,1994,Liability,No
Jan,3,Wednesday,Honda,Urban,Monday,Jan,4,Male,Single,34,Policy Holder,Sport - Collision,Sport,"more than 69,000",2,15,400,4,more than 30,more than 30,none,6 years,31 to 35,Yes,No,External,none,no change,1 vehicle,1994,Collision,No
Oct,5,Friday,Honda,Urban,Thursday,Nov,2,Male,Married,47,Policy Holder,Sport - Collision,Sport,"more than 69,000",3,7,400,3,more than 30,more than 30,1,7 years,41 to 50,No,No,External,none,no change,1 vehicle,1994,Collision,No
Jul,2,Monday,Accura,Rural,0,0,1,Male,Single,0,Third Party,Sedan - All Perils,Sedan,"20,000 to 29,000",4,9,400,2,none,none,2 to 4,new,16 to 17,No,Yes,Internal,1 to 2,under 6 months,2 vehicles,1994,All Perils,Yes
`

const MONTHS = "list_position(['Jan','Feb','Mar','Apr','May','Jun','Jul','Aug','Sep','Oct','Nov','Dec'], "
const DAYS = "list_position(['Monday','Tuesday','Wednesday','Thursday','Friday','Saturday','Sunday'], "

/**
 * The real day of a weekday in a week of a month: week n is the days 7n-6 to 7n, and holds each weekday once. The fifth week is
 * cut off by the end of the month; a weekday that it lacks is the one a week before, so that month and year stay as stated.
 */
const dayOf = (year: string, month: string, week: string, weekday: string) => {
  const first = `make_date(${year}, ${MONTHS}${month}), 1)`
  const start = `(${first} + cast(7 * (try_cast(${week} as integer) - 1) as integer))`
  const day = `(${start} + cast((${DAYS}${weekday}) - isodow(${start}) + 7) % 7 as integer))`
  return `case when month(${day}) = month(${first}) then ${day} else ${day} - 7 end`
}

const LOSS_READS = ['Year', 'Month', 'WeekOfMonth', 'DayOfWeek'] as const

/** What the moment of the loss is read from. */
export const lossReads: readonly string[] = LOSS_READS

/** Day of the loss. */
export const lossDate = dayOf('try_cast("Year" as integer)', '"Month"', '"WeekOfMonth"', '"DayOfWeek"')

/** What the moment of the report is read from. */
export const reportReads: readonly string[] = [
  ...LOSS_READS,
  'MonthClaimed',
  'WeekOfMonthClaimed',
  'DayOfWeekClaimed',
]

const REPORT_YEAR = `(try_cast("Year" as integer) + case when ${MONTHS}"MonthClaimed") < ${MONTHS}"Month") then 1 else 0 end)`
const stated = dayOf(REPORT_YEAR, '"MonthClaimed"', '"WeekOfMonthClaimed"', '"DayOfWeekClaimed"')

/**
 * Day of the report: in the year of the loss, or the next one when its month is earlier. A weekday that would lie before the
 * loss is taken in the first week in which it does not. One record states no day; its report is taken to be on the day of the loss.
 */
export const reportDate = `case when "DayOfWeekClaimed" = '0' or "MonthClaimed" = '0' then ${lossDate}
  else ${stated} + 7 * cast(greatest(0, ceil(((${lossDate}) - (${stated})) / 7.0)) as integer) end`

/** Days between inception and loss: bands by their middle, `more than 30` by 31. */
export const POLICY_AGE = {
  none: '0',
  '1 to 7': '4',
  '8 to 15': '11',
  '15 to 30': '22',
  'more than 30': '31',
}

/** The first moment that the insurer knew of the policy: the loss less the days since inception. */
export const policyDate = `(${lossDate}) - cast(case "Days:Policy-Accident" ${Object.entries(POLICY_AGE)
  .map(([band, days]) => `when '${band}' then ${days}`)
  .join(' ')} end as integer)`

/** What {@link policyDate} is read from. */
export const policyReads: readonly string[] = [...LOSS_READS, 'Days:Policy-Accident']

/** SQL that turns the words of a column into numbers; anything else gives NULL. */
export const numberOf = (column: string, words: Readonly<Record<string, number>>) =>
  `case trim("${column}") ${Object.entries(words)
    .map(([word, value]) => `when '${word}' then ${value}`)
    .join(' ')} end`
