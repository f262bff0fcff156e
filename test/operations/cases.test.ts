import { expect, test } from 'vitest'
import { onEveryStore } from './stores.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 5, 30, 12, minute, 0, 250))
const by = (minute: number, actor = 'wang') => ({ actor, at: at(minute) })
const subject = {
  book: 'insurer',
  subjectKind: 'ring',
  subjectId: 'R1',
  line: 'auto',
  title: '团伙 R1',
} as const

onEveryStore((operations) => {
  test('a case keeps every note, mark and view, in order', async () => {
    const { cases, audit } = operations()
    const caseId = await cases.open({ ...subject, ...by(0) })
    await expect(cases.open({ ...subject, ...by(1) })).rejects.toMatchObject({ status: 409 })
    await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        cases.note({ caseId, ...by(2, `u${i}`), text: `n${i}`, nodeId: null, line: i < 4 ? null : 'health' }),
      ),
    )
    await cases.mark({ caseId, ...by(3) }, [
      { nodeId: 'phone:1', line: null, isPinned: true },
      { nodeId: 'claim:C1', line: 'health', tags: ['b', 'a'] },
    ])
    await cases.mark({ caseId, ...by(4) }, [{ nodeId: 'phone:1', line: null, isPinned: false, version: 1 }])
    await expect(
      cases.mark({ caseId, ...by(5) }, [
        { nodeId: 'claim:C1', line: 'health', isHidden: true },
        { nodeId: 'phone:1', line: null, isPinned: true, version: 1 },
      ]),
    ).rejects.toMatchObject({ status: 409 })
    const viewId = await cases.saveView({ caseId, ...by(6), name: 'v', content: '{"a":1}' })
    await cases.saveView({ caseId, ...by(7), viewId, name: 'v', content: '{"a":2}', version: 1 })

    const whole = await cases.get(caseId, null)
    expect(whole).toMatchObject({ caseId, updatedAt: at(7), version: 1, line: 'auto' })
    expect(whole.notes).toHaveLength(8)
    // All or none: the claim's mark of the refused change is not there.
    expect(whole.marks).toMatchObject([{ nodeId: 'claim:C1', isHidden: false, tags: ['a', 'b'], version: 1 }])
    expect(whole.views).toMatchObject([{ viewId, state: { a: 2 }, version: 2 }])
    const auto = await cases.get(caseId, ['auto'])
    expect([auto.notes.length, auto.marks.length]).toEqual([4, 0])
    expect(JSON.stringify(auto.events)).not.toContain('C1')
    const page = await cases.list({ book: 'insurer', lines: ['auto'], limit: 10 })
    expect(page.items).toMatchObject([
      { caseId, noteNodes: [null, null, null, null], markNodes: [], viewCount: 1 },
    ])
    const trail = await audit.list({ subject: caseId })
    expect(JSON.stringify(trail)).not.toContain('phone:1')
    expect((await audit.verify()).ok).toBe(true)
  })

  test('pages of cases neither skip nor repeat', async () => {
    const { cases } = operations()
    for (let i = 0; i < 5; i++)
      await cases.open({ ...subject, subjectId: `R${i}`, title: `ring ${i}`, ...by(i < 3 ? 0 : i) })
    const query = { book: 'insurer', lines: null, limit: 2 }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await cases.list({ ...query, cursor })
      seen.push(...page.items.map((one) => one.title))
      expect(page.total).toBe(5)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen.slice(0, 2)).toEqual(['ring 4', 'ring 3'])
    expect(new Set(seen).size).toBe(5)
  })
})
