import type { Link } from '../link.ts'
import { standing } from './standing.ts'

/** Who drove. */
export const drivesIn: Link = {
  name: 'drives_in',
  title: { en: 'drives in the claim', zh: '案件中驾驶人' },
  target: 'claim',
  strength: 0.9,
  maxDegree: 60,
  apart: true,
  falsePositives: ['company drivers', 'a spouse who always drives'],
  query: (db) => standing(db, ['driver']),
}
