import type { Link } from '../link.ts'
import { standing } from './standing.ts'

/** Hospital or clinic of a claim. A busy one ties nobody together. */
export const treatedAt: Link = {
  name: 'treated_at',
  title: { en: 'treats in the claim as a hospital', zh: '案件就诊医院' },
  target: 'claim',
  strength: 0.3,
  maxDegree: 25,
  apart: true,
  falsePositives: ['the only hospital of a town', 'the emergency ward of a district'],
  query: (db) => standing(db, ['hospital']),
}
