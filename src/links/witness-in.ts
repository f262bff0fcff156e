import type { Link } from '../link.ts'
import { standing } from './standing.ts'

/** Who says to have seen it. */
export const witnessIn: Link = {
  name: 'witness_in',
  title: { en: 'is a witness in the claim', zh: '案件中证人' },
  target: 'claim',
  strength: 0.8,
  maxDegree: 20,
  apart: true,
  falsePositives: ['a traffic warden or tow-truck driver who is often there'],
  query: (db) => standing(db, ['witness']),
}
