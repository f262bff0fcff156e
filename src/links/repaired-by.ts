import type { Link } from '../link.ts'
import { standing } from './standing.ts'

/** Repairer of a claim. A busy one ties nobody together. */
export const repairedBy: Link = {
  name: 'repaired_by',
  title: { en: 'repairs in the claim', zh: '案件维修厂' },
  target: 'claim',
  strength: 0.3,
  maxDegree: 20,
  apart: true,
  falsePositives: ['the contracted garage of a region'],
  query: (db) => standing(db, ['repairer']),
}
