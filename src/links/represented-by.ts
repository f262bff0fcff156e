import type { Link } from '../link.ts'
import { standing } from './standing.ts'

/** Lawyer of a claim. A busy one ties nobody together. */
export const representedBy: Link = {
  name: 'represented_by',
  title: { en: 'is the lawyer in the claim', zh: '案件律师' },
  target: 'claim',
  strength: 0.3,
  maxDegree: 20,
  apart: true,
  falsePositives: ['a firm that lives on traffic accidents'],
  query: (db) => standing(db, ['lawyer']),
}
