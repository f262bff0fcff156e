/** The contract of cases: what a desk keeps about a ring or a node while it looks into it. */

export const CASE_STATES = ['open', 'referred', 'closed'] as const
/** How far a case has come. */
export type CaseState = (typeof CASE_STATES)[number]

export const CASE_SUBJECTS = ['ring', 'node'] as const
/** What a case is about. */
export type CaseSubject = (typeof CASE_SUBJECTS)[number]

export const CASE_ACTIONS = [
  'opened',
  'changed',
  'noted',
  'marked',
  'view_saved',
  'view_deleted',
  'exported',
] as const
/** What happened to a case. */
export type CaseAction = (typeof CASE_ACTIONS)[number]
