/** Segments: who is alike, and what comes in bursts. */
export { type Burst, type Stratum, searchBursts } from './bursts.ts'
export { kilometres } from './kilometres.ts'
export { liftOf, outcomeColumns } from './lift.ts'
export { describeGroup } from './profile.ts'
