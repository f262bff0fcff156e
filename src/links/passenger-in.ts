import type { Link } from '../link.ts'
import { standing } from './standing.ts'

/** Who rode along. */
export const passengerIn: Link = {
  name: 'passenger_in',
  title: { en: 'rides as a passenger in the claim', zh: '案件中乘客' },
  target: 'claim',
  strength: 0.9,
  maxDegree: 30,
  apart: true,
  falsePositives: ['families and car pools', 'buses and taxis'],
  query: (db) => standing(db, ['passenger']),
}
