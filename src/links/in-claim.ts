import type { Link } from '../link.ts'
import { standing } from './standing.ts'

/** Whose claim it is: policyholder, insured, claimant. */
export const inClaim: Link = {
  name: 'in_claim',
  title: { en: 'stands in the claim', zh: '参与理赔案件' },
  target: 'claim',
  strength: 0.9,
  maxDegree: 60,
  apart: true,
  falsePositives: ['group policies, where one holder stands in every claim', 'families who travel together'],
  query: (db) => standing(db, ['policyholder', 'insured', 'claimant'], 'claimant_id'),
}
