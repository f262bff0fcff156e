import type { Link } from '../link.ts'
import { standing } from './standing.ts'

/** Against whom it is: the other car, the injured third party. */
export const counterpartyIn: Link = {
  name: 'counterparty_in',
  title: { en: 'is the other party in the claim', zh: '案件中对方当事人' },
  target: 'claim',
  strength: 0.9,
  maxDegree: 30,
  apart: true,
  falsePositives: ['a city or fleet whose cars are hit often'],
  query: (db) => standing(db, ['counterparty']),
}
