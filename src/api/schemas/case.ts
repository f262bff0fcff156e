/** Cases: what a desk keeps about a ring or a node - notes, marks, and saved views of the explorer. */
import { z } from '@hono/zod-openapi'
import { CASE_STATES, CASE_SUBJECTS } from '../../case.ts'
import { NODE_KINDS } from '../../schema/words.ts'
import { line, moment, page } from './common.ts'

export const caseSummary = z
  .object({
    caseId: z.string(),
    subjectKind: z.enum(CASE_SUBJECTS),
    /** Id of the ring, or of the node (sealed). */
    subjectId: z.string(),
    title: z.string(),
    state: z.enum(CASE_STATES),
    /** Username. */
    owner: z.string().nullable(),
    line: line.nullable(),
    createdBy: z.string(),
    createdAt: moment,
    updatedAt: moment,
    notes: z.int(),
    marks: z.int(),
    views: z.int(),
    /** Hand it back with a change of title, state or owner; refused (409) when somebody else was faster. */
    version: z.int(),
  })
  .openapi('CaseSummary')
export type CaseSummary = z.infer<typeof caseSummary>

export const casePage = page(caseSummary).openapi('CasePage')
export type CasePage = z.infer<typeof casePage>

export const caseNote = z.object({
  noteId: z.string(),
  at: moment,
  author: z.string(),
  text: z.string(),
  /** Node that it is about. */
  nodeId: z.string().nullable(),
})
export type CaseNote = z.infer<typeof caseNote>

export const caseMark = z.object({
  nodeId: z.string(),
  nodeKind: z.enum(NODE_KINDS),
  isPinned: z.boolean(),
  isHidden: z.boolean(),
  tags: z.array(z.string()),
  by: z.string(),
  at: moment,
  version: z.int(),
})
export type CaseMark = z.infer<typeof caseMark>

export const caseView = z.object({
  viewId: z.string(),
  name: z.string(),
  /** Whatever the explorer keeps; node ids in it are sealed. */
  state: z.record(z.string(), z.unknown()),
  by: z.string(),
  at: moment,
  version: z.int(),
})
export type CaseView = z.infer<typeof caseView>

export const caseDetail = caseSummary
  .extend({
    noteList: z.array(caseNote),
    markList: z.array(caseMark),
    viewList: z.array(caseView),
    /** Oldest first. */
    events: z.array(
      z.object({
        at: moment,
        actor: z.string(),
        action: z.string(),
        detail: z.record(z.string(), z.unknown()),
      }),
    ),
    /** Users that it can be given to. */
    owners: z.array(z.object({ username: z.string(), name: z.string() })),
    /** The user may change it. */
    mayWork: z.boolean(),
  })
  .openapi('CaseDetail')
export type CaseDetail = z.infer<typeof caseDetail>

/** One line of text. */
const words = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}*$/u, 'control characters are not allowed')
/** Lines of text. */
const prose = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[\P{Cc}\n\r\t]*$/u, 'control characters are not allowed')
const title = words(200)
const node = z.string().min(1).max(600)
const version = z.int().min(0)

export const caseOpenBody = z
  .strictObject({ subjectKind: z.enum(CASE_SUBJECTS), subjectId: node, title: title.optional() })
  .openapi('CaseOpenBody')
export type CaseOpenBody = z.infer<typeof caseOpenBody>

/** Without `version` the change is made whatever happened since. `owner` null is nobody. */
export const caseChangeBody = z
  .strictObject({
    title: title.optional(),
    state: z.enum(CASE_STATES).optional(),
    owner: z.string().min(1).max(100).nullable().optional(),
    /** Why; kept with the change. */
    note: prose(4000).optional(),
    version: version.optional(),
  })
  .openapi('CaseChangeBody')
export type CaseChangeBody = z.infer<typeof caseChangeBody>

export const caseNoteBody = z
  .strictObject({ text: prose(8000), nodeId: node.optional() })
  .openapi('CaseNoteBody')
export type CaseNoteBody = z.infer<typeof caseNoteBody>

/** What is left out stays as it is. `version` is that of the mark, 0 for a node without one; with it, 409 when it has moved on. */
export const caseMarksBody = z
  .strictObject({
    marks: z
      .array(
        z.strictObject({
          nodeId: node,
          isPinned: z.boolean().optional(),
          isHidden: z.boolean().optional(),
          tags: z.array(words(40)).max(10).optional(),
          version: version.optional(),
        }),
      )
      .min(1)
      .max(500),
  })
  .openapi('CaseMarksBody')
export type CaseMarksBody = z.infer<typeof caseMarksBody>

/** `state` at most 64 KiB as JSON. */
export const caseViewBody = z
  .strictObject({
    name: words(100),
    state: z.record(z.string(), z.unknown()),
    /** Of the view that is replaced; required then. */
    version: version.optional(),
  })
  .openapi('CaseViewBody')
export type CaseViewBody = z.infer<typeof caseViewBody>
