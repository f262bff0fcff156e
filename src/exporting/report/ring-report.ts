/** The referral report of a ring: figures, reasons, what was checked, who, which claims, the money, the time, and the network. */
import { NODE_WORDS } from '../../schema/node-words.ts'
import { perilText } from '../../schema/peril-words.ts'
import type { Language, Text } from '../../util/text.ts'
import type { RingReport, Unit } from './dossier.ts'
import { drawNetwork, layOut, mark } from './picture.ts'
import { INK, DEFAULTS as PAPER, Sheet } from './sheet.ts'
import { changeWord, roleWord, statusWord, WORDS } from './words.ts'

export const DEFAULTS = {
  /** Rows printed at most. */
  members: 60,
  claims: 80,
  money: 40,
  steps: 80,
  notes: 60,
} as const

const SECTIONS: readonly ((sheet: Sheet, report: RingReport) => void)[] = [
  cover,
  summary,
  reasons,
  compared,
  network,
  members,
  claims,
  money,
  timeline,
  caseFile,
  advice,
]

/** The report as PDF, A4. It takes the thread for a tenth of a second and more: a server has a press for it. */
export async function ringReport(report: RingReport): Promise<Buffer> {
  const { ring, language, at, by } = report
  const say = (text: Text) => text[language]
  const sheet = new Sheet({ title: titleOf(report), author: by, at, language })
  for (const section of SECTIONS) section(sheet, report)
  const foot = `${say(WORDS.confidential)} · ${ring.ringId} · ${report.book} ${report.snapshot} · ${moment(at.toISOString())}`
  return sheet.finish((page, pages) =>
    language === 'zh' ? `${foot} · 第 ${page} ／ ${pages} 页` : `${foot} · page ${page} of ${pages}`,
  )
}

function titleOf({ ring, language }: RingReport): string {
  const name = ring.title ? ring.title[language] : ring.typology.replaceAll('_', ' ')
  return `${WORDS.report[language]}${COLON[language]}${name}`
}

const COLON: Readonly<Record<Language, string>> = { en: ': ', zh: '：' }
const day = (iso: string) => iso.slice(0, 10)
const moment = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
const money0 = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 0 })
/** Nothing that is only likely is told as certain. */
const percent = (share: number) =>
  share > 0.99 && share < 1
    ? '> 99 %'
    : `${(100 * share).toLocaleString('en', { maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 })} %`

function figure(value: number | null, unit: Unit, language: Language): string {
  if (value === null) return '–'
  if (unit === 'share' || unit === 'probability') return percent(value)
  if (unit === 'days') return `${money0(value)} ${language === 'zh' ? '天' : 'days'}`
  return money0(value)
}

function cover(sheet: Sheet, report: RingReport): void {
  const { language, ring } = report
  const say = (text: Text) => text[language]
  sheet.paragraph(titleOf(report), { size: 18, weight: 700 })
  sheet.paragraph(`${say(WORDS.ring)} ${ring.ringId}`, { size: 11, color: INK.muted })
  sheet.skip(6)
  sheet.paragraph(
    `${say(WORDS.book)}: ${report.book}   ${say(WORDS.snapshot)}: ${report.snapshot}   ${say(WORDS.made)}: ${moment(report.at.toISOString())} (${say(WORDS.by)} ${report.by})`,
    { size: 8.5, color: INK.muted },
  )
  sheet.paragraph(`${say(WORDS.purpose)}: ${report.purpose}`, { size: 8.5, color: INK.muted })
  const notes = [
    report.isRevealed ? WORDS.revealed : WORDS.masked,
    ...(report.isSynthetic ? [WORDS.synthetic] : []),
  ]
  sheet.paragraph(notes.map(say).join(' '), {
    size: 8.5,
    weight: 700,
    color: report.isRevealed ? '#b03030' : INK.muted,
  })
}

function summary(sheet: Sheet, { ring, line, language }: RingReport): void {
  const say = (text: Text) => text[language]
  sheet.heading(say(WORDS.summary))
  const held = ring.checks.find(({ id }) => id === ring.explanation)
  const cells: [Text, string][] = [
    [WORDS.score, percent(ring.score)],
    [
      WORDS.pValue,
      ring.pValue !== null
        ? ring.pValue.toPrecision(2)
        : say(ring.isPartial ? WORDS.withheld : WORDS.untested),
    ],
    [WORDS.members, String(ring.memberCount)],
    [WORDS.claims, String(ring.claimCount)],
    [WORDS.claimed, money0(ring.claimedAmount)],
    [WORDS.paid, ring.paidAmount === null ? '–' : money0(ring.paidAmount)],
    [WORDS.atStake, money0(ring.atStakeAmount)],
    [WORDS.from, `${day(ring.firstAt)} – ${day(ring.lastAt)}`],
    [WORDS.line, line ? say(line) : '–'],
    [WORDS.change, ring.isPartial ? say(WORDS.withheld) : changeWord(ring.change, language)],
    [
      WORDS.explanation,
      held ? say(held.text) : (ring.explanation ?? say(ring.isPartial ? WORDS.withheld : WORDS.none)),
    ],
  ]
  const [columns, tall] = [3, 34]
  const width = sheet.width / columns
  for (let i = 0; i < cells.length; i += columns) {
    const y = sheet.room(tall)
    cells.slice(i, i + columns).forEach(([title, value], j) => {
      const x = PAPER.margin + j * width
      const [line] = sheet.wrap(say(title), width - 8, 7.5, 400)
      sheet.write(line, x, y, width - 8, { size: 7.5, color: INK.muted })
      const [first, ...more] = sheet.wrap(value, width - 8, 11, 700)
      sheet.write(more.length > 0 ? `${first}…` : first, x, y + 11, width, { size: 11, weight: 700 })
    })
    sheet.skip(tall)
  }
  if (ring.foundBy)
    sheet.paragraph(`${say(WORDS.foundBy)}${COLON[language]}${say(ring.foundBy.text)}`, { size: 9 })
  if (ring.isPartial) sheet.paragraph(say(WORDS.partial), { size: 9, weight: 700 })
}

function reasons(sheet: Sheet, { ring, language }: RingReport): void {
  if (ring.isPartial) return
  const say = (text: Text) => text[language]
  sheet.heading(say(WORDS.reasons))
  const most = Math.max(1, ...ring.reasons.map(({ logOdds }) => Math.abs(logOdds)))
  for (const { text, logOdds } of ring.reasons) {
    const lines = sheet.wrap(say(text), sheet.width - 130, 9, 400)
    const y = sheet.room(lines.length * 13.5 + 2)
    for (const [i, line] of lines.entries())
      sheet.write(line, PAPER.margin, y + i * 13.5, sheet.width - 130, { size: 9 })
    const x = PAPER.margin + sheet.width - 75
    const long = (Math.abs(logOdds) / most) * 40
    sheet.doc.rect(logOdds < 0 ? x - long : x, y + 2, long, 8).fill(logOdds < 0 ? '#7fa7cf' : '#d9822b')
    sheet.write(`${logOdds > 0 ? '+' : ''}${logOdds.toFixed(2)}`, x + 42, y, 33, { size: 9, align: 'right' })
    sheet.skip(lines.length * 13.5 + 2)
  }
  sheet.paragraph(say(WORDS.reasonsNote), { size: 7.5, color: INK.muted })
  if (ring.checks.length === 0) return
  sheet.heading(say(WORDS.checks))
  for (const { holds, text } of ring.checks)
    sheet.paragraph(`${holds ? '●' : '○'} ${say(text)} — ${say(holds ? WORDS.holds : WORDS.fails)}`, {
      ...(holds ? { weight: 700 } : {}),
    })
}

function compared(sheet: Sheet, { ring, language }: RingReport): void {
  const say = (text: Text) => text[language]
  sheet.heading(`${say(WORDS.compared)}${COLON[language]}${say(ring.comparedWith)}`)
  sheet.table(ring.comparisons, [
    { title: say(WORDS.figure), width: 5, of: ({ text }) => say(text) },
    {
      title: say(WORDS.ofRing),
      width: 2,
      align: 'right',
      of: ({ value, unit }) => figure(value, unit, language),
    },
    {
      title: say(WORDS.ofPeers),
      width: 2,
      align: 'right',
      of: ({ peers, unit }) => figure(peers, unit, language),
    },
  ])
}

function network(sheet: Sheet, { graph, language }: RingReport): void {
  const drawn = layOut(graph.nodes, graph.edges)
  if (drawn.nodes.length === 0) return
  const tall = 360
  sheet.skip(14)
  sheet.room(tall + 60)
  sheet.skip(-14)
  sheet.heading(WORDS.network[language])
  const y = sheet.room(tall)
  drawNetwork(sheet, drawn, PAPER.margin, y, sheet.width, tall)
  sheet.skip(tall + 6)
  let x: number = PAPER.margin
  let top = sheet.room(14)
  for (const kind of new Set(drawn.nodes.map((node) => node.kind))) {
    const word = NODE_WORDS[kind][language]
    const wide = sheet.measure(word, 8) + 24
    if (x + wide > PAPER.margin + sheet.width) {
      x = PAPER.margin
      sheet.skip(13)
      top = sheet.room(14)
    }
    mark(sheet.doc, kind, x + 5, top + 6, 3.6)
    sheet.write(word, x + 13, top, wide, { size: 8, color: INK.muted })
    x += wide
  }
  sheet.skip(14)
  const { nodes } = graph
  if (nodes.length > drawn.nodes.length)
    sheet.paragraph(
      language === 'zh'
        ? `${drawn.nodes.length} ／ ${nodes.length} ${WORDS.drawn.zh}`
        : `${drawn.nodes.length} of ${nodes.length} ${WORDS.drawn.en}`,
      { size: 7.5, color: INK.muted },
    )
}

/** Says how many of all rows are printed when it is not all. */
function shownOf(sheet: Sheet, shown: number, total: number, language: Language): void {
  if (shown < total)
    sheet.paragraph(language === 'zh' ? `已列出 ${shown} ／ ${total}` : `${shown} of ${total} shown`, {
      size: 7.5,
      color: INK.muted,
    })
}

function members(sheet: Sheet, { ring, language }: RingReport): void {
  const say = (text: Text) => text[language]
  const all = ring.members.filter(({ nodeKind }) => nodeKind !== 'claim')
  const rows = all.slice(0, DEFAULTS.members)
  sheet.heading(say(WORDS.members))
  sheet.table(rows, [
    { title: say(WORDS.who), width: 4, of: ({ label }) => label },
    { title: say(WORDS.kind), width: 2.4, of: ({ nodeKind }) => say(NODE_WORDS[nodeKind]) },
    {
      title: say(WORDS.roles),
      width: 3,
      of: ({ roles }) => roles.map((role) => roleWord(role, language)).join(language === 'zh' ? '、' : ', '),
    },
    {
      title: say(WORDS.claims),
      width: 1.2,
      align: 'right',
      of: ({ nodeKind, claims }) => (nodeKind === 'entity' ? String(claims) : ''),
    },
    {
      title: say(WORDS.claimed),
      width: 1.8,
      align: 'right',
      of: ({ nodeKind, claimedAmount }) => (nodeKind === 'entity' ? money0(claimedAmount) : ''),
    },
    { title: say(WORDS.share), width: 1.6, align: 'right', of: ({ centrality }) => percent(centrality) },
  ])
  shownOf(sheet, rows.length, all.length, language)
}

function claims(sheet: Sheet, { ring, language }: RingReport): void {
  const say = (text: Text) => text[language]
  const rows = ring.claims.slice(0, DEFAULTS.claims)
  sheet.heading(say(WORDS.claims))
  sheet.table(rows, [
    { title: say(WORDS.claim), width: 2.2, of: ({ claimId }) => claimId },
    { title: say(WORDS.lossDate), width: 1.7, of: ({ lossDate }) => lossDate },
    { title: say(WORDS.peril), width: 2, of: ({ peril }) => (peril ? say(perilText(peril)) : '') },
    { title: say(WORDS.claimant), width: 2.4, of: ({ claimant }) => claimant?.name ?? '' },
    {
      title: say(WORDS.claimed),
      width: 1.7,
      align: 'right',
      of: ({ claimedAmount }) => (claimedAmount === null ? '–' : money0(claimedAmount)),
    },
    { title: say(WORDS.paid), width: 1.6, align: 'right', of: ({ paidAmount }) => money0(paidAmount) },
    { title: say(WORDS.status), width: 1.5, of: ({ status }) => statusWord(status, language) },
    {
      title: say({ en: 'Score', zh: '评分' }),
      width: 1.2,
      align: 'right',
      of: ({ probability }) => (probability === null ? '–' : percent(probability)),
    },
  ])
  shownOf(sheet, rows.length, ring.claims.length, language)
}

function money(sheet: Sheet, { ring, language }: RingReport): void {
  const say = (text: Text) => text[language]
  const rows = ring.moneyFlow.steps.slice(0, DEFAULTS.money)
  if (rows.length === 0) return
  sheet.heading(say(WORDS.money))
  sheet.table(rows, [
    { title: say(WORDS.claim), width: 2, of: ({ claimId }) => claimId },
    { title: say(WORDS.payee), width: 3, of: ({ payee }) => payee?.label ?? '–' },
    { title: say(WORDS.account), width: 3, of: ({ account }) => account?.label ?? '–' },
    { title: say(WORDS.amount), width: 1.6, align: 'right', of: ({ amount }) => money0(amount) },
  ])
  shownOf(sheet, rows.length, ring.moneyFlow.total, language)
}

function timeline(sheet: Sheet, { steps, language }: RingReport): void {
  const say = (text: Text) => text[language]
  const rows = steps.slice(0, DEFAULTS.steps)
  if (rows.length === 0) return
  sheet.heading(say(WORDS.timeline))
  sheet.table(rows, [
    { title: say(WORDS.date), width: 1.4, of: ({ at }) => day(at) },
    { title: say(WORDS.claim), width: 1.8, of: ({ claimId }) => claimId ?? '' },
    { title: say(WORDS.what), width: 6, of: ({ text }) => say(text) },
  ])
  shownOf(sheet, rows.length, steps.length, language)
}

function caseFile(sheet: Sheet, { graph, language, caseFile: found }: RingReport): void {
  if (!found) return
  const say = (text: Text) => text[language]
  const labels = new Map(graph.nodes.map((node) => [node.id, node.label]))
  sheet.heading(say(WORDS.caseFile))
  sheet.paragraph(`${found.title} · ${found.state} · ${say(WORDS.owner)}: ${found.owner ?? '–'}`)
  for (const note of found.noteList.slice(0, DEFAULTS.notes))
    sheet.paragraph(`${day(note.at)} ${note.author}: ${note.text}`)
  shownOf(sheet, Math.min(DEFAULTS.notes, found.noteList.length), found.noteList.length, language)
  const marks = found.markList.map((one) => {
    const words = [
      ...(one.isPinned ? [say(WORDS.pinned)] : []),
      ...(one.isHidden ? [say(WORDS.hidden)] : []),
      ...one.tags,
    ]
    return `${labels.get(one.nodeId) ?? NODE_WORDS.entity[language]} (${words.join(', ')})`
  })
  if (marks.length > 0) sheet.paragraph(`${say(WORDS.marks)}: ${marks.join('; ')}`)
}

function advice(sheet: Sheet, { ring, language }: RingReport): void {
  if (ring.runbook) {
    sheet.heading(WORDS.runbook[language])
    sheet.paragraph(ring.runbook[language])
  }
  sheet.heading(WORDS.caveat[language])
  sheet.paragraph(ring.caveat[language])
}
