import type { Link } from '../link.ts'
import { standing } from './standing.ts'

/** Who surveyed and settled the claim. A busy one ties nobody together. */
export const adjustedBy: Link = {
  name: 'adjusted_by',
  title: { en: 'adjusts the claim', zh: '案件查勘定损' },
  target: 'claim',
  strength: 0.3,
  maxDegree: 20,
  apart: true,
  falsePositives: ['an adjuster who covers a district alone'],
  query: (db) => standing(db, ['adjuster'], 'handler_id'),
}
