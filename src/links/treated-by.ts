import type { Link } from '../link.ts'
import { standing } from './standing.ts'

/** Physician of a claim. A busy one ties nobody together. */
export const treatedBy: Link = {
  name: 'treated_by',
  title: { en: 'treats in the claim as a physician', zh: '案件接诊医生' },
  target: 'claim',
  strength: 0.3,
  maxDegree: 25,
  apart: true,
  falsePositives: ['specialists to whom everybody is sent'],
  query: (db) => standing(db, ['physician']),
}
