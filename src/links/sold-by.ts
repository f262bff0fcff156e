import type { Link } from '../link.ts'
import { standing } from './standing.ts'

/** Agent or broker of a claim. A busy one ties nobody together. */
export const soldBy: Link = {
  name: 'sold_by',
  title: { en: 'is the agent in the claim', zh: '案件代理人' },
  target: 'claim',
  strength: 0.3,
  maxDegree: 20,
  apart: true,
  falsePositives: ['the only agent of a village'],
  query: (db) => standing(db, ['agent']),
}
