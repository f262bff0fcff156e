/** The case on a ring: opened when somebody first has something to keep, and changed by whole answers. */
import { useEffect, useState } from 'preact/hooks'
import type { CaseDetail, CaseMarksBody } from '../../src/api/schemas/index.ts'
import { ApiError, get, post, remove } from '../api/client.ts'
import { may } from '../session.ts'
import { words } from '../words.ts'

type Mark = CaseMarksBody['marks'][number]

export interface CaseFile {
  readonly detail: CaseDetail | undefined
  readonly state: 'none' | 'loading' | 'ready' | 'failed'
  readonly fault: string
  readonly mayWork: boolean
  readonly open: () => Promise<CaseDetail | undefined>
  readonly change: (body: {
    state?: CaseDetail['state']
    owner?: string | null
    note?: string
  }) => Promise<void>
  readonly note: (text: string, nodeId?: string) => Promise<void>
  readonly mark: (marks: readonly Mark[]) => Promise<void>
  readonly saveView: (name: string, state: object) => Promise<void>
  readonly changeView: (
    viewId: string,
    body: { name: string; state: object; version: number },
  ) => Promise<void>
  readonly removeView: (viewId: string, version: number) => Promise<void>
  readonly reload: () => Promise<void>
}

const path = (caseId: string, rest = '') => `/v1/cases/${encodeURIComponent(caseId)}${rest}`

/** @param caseId of the case that is there; null without one. */
export function useCase(subject: { kind: 'ring' | 'node'; id: string }, caseId: string | null): CaseFile {
  const [detail, setDetail] = useState<CaseDetail>()
  const [state, setState] = useState<CaseFile['state']>(caseId ? 'loading' : 'none')
  const [fault, setFault] = useState('')
  const read = async (id: string) => {
    try {
      setDetail(await get<CaseDetail>(path(id)))
      setState('ready')
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
      setState('failed')
    }
  }
  useEffect(() => {
    if (caseId && may('cases:read')) void read(caseId)
  }, [caseId])

  /** Shows the answer of a change; when somebody was faster the case is read again and that is said. */
  const take = async (work: (held: CaseDetail) => Promise<CaseDetail>) => {
    setFault('')
    try {
      const held = detail ?? (await open())
      if (held) setDetail(await work(held))
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
      if (error instanceof ApiError && error.status === 409 && detail) {
        await read(detail.caseId)
        setFault(words('caseMoved'))
      }
    }
  }
  const open = async () => {
    setFault('')
    try {
      const made = await post<CaseDetail>('/v1/cases', { subjectKind: subject.kind, subjectId: subject.id })
      setDetail(made)
      setState('ready')
      return made
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
      return undefined
    }
  }
  return {
    detail,
    state,
    fault,
    mayWork: may('cases:work') && (detail?.mayWork ?? true),
    open,
    change: (body) => take((held) => post(path(held.caseId), { ...body, version: held.version })),
    note: (text, nodeId) =>
      take((held) => post(path(held.caseId, '/notes'), { text, ...(nodeId ? { nodeId } : {}) })),
    mark: (marks) => take((held) => post(path(held.caseId, '/marks'), { marks })),
    saveView: (name, view) => take((held) => post(path(held.caseId, '/views'), { name, state: view })),
    changeView: (viewId, { name, state: view, version }) =>
      take((held) =>
        post(path(held.caseId, `/views/${encodeURIComponent(viewId)}`), { name, state: view, version }),
      ),
    removeView: (viewId, version) =>
      take((held) => remove(path(held.caseId, `/views/${encodeURIComponent(viewId)}?version=${version}`))),
    reload: async () => {
      if (detail) await read(detail.caseId)
    },
  }
}
