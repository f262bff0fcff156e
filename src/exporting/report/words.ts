/** The fixed words of a report, in both languages. */
import type { RingChange, Role } from '../../schema/words.ts'
import type { Language, Text } from '../../util/text.ts'

export const WORDS = {
  report: { en: 'Referral report', zh: '移送调查报告' },
  ring: { en: 'Ring', zh: '团伙' },
  book: { en: 'Book', zh: '业务' },
  snapshot: { en: 'Snapshot', zh: '快照' },
  made: { en: 'Made', zh: '生成时间' },
  by: { en: 'by', zh: '生成人' },
  purpose: { en: 'Purpose', zh: '用途' },
  masked: {
    en: 'Names and numbers are masked.',
    zh: '姓名与号码已脱敏。',
  },
  revealed: {
    en: 'Names and numbers are shown in full: personal data, to be kept as such.',
    zh: '姓名与号码以原文显示：属于个人信息，须妥善保管。',
  },
  synthetic: { en: 'The data are made up.', zh: '数据为模拟数据。' },
  foundBy: { en: 'Found by', zh: '发现方式' },
  partial: {
    en: 'This ring also rests on claims outside the lines of business of whoever made this report. The score counts them; members, claims, amounts and dates are those of the part told here, and what was found over the whole is left out.',
    zh: '该团伙还涉及报告生成人权限之外险种的赔案：评分已计入；成员、赔案、金额与日期仅限本报告所列部分，基于整体得出的结论未予列出。',
  },
  withheld: { en: 'not shown', zh: '不予显示' },
  summary: { en: 'In short', zh: '概要' },
  score: { en: 'Chance that an investigation confirms it', zh: '调查确认的可能性' },
  pValue: { en: 'How often chance gives such a group', zh: '随机产生此类群体的频率' },
  untested: { en: 'not tested', zh: '未检验' },
  change: { en: 'Since the snapshot before', zh: '较上一快照' },
  members: { en: 'Members', zh: '成员' },
  claims: { en: 'Claims', zh: '赔案' },
  claimed: { en: 'Claimed', zh: '索赔金额' },
  paid: { en: 'Paid', zh: '已赔付' },
  atStake: { en: 'At stake', zh: '待付金额' },
  from: { en: 'First and last loss', zh: '首末次出险' },
  line: { en: 'Line', zh: '险种' },
  explanation: { en: 'Honest explanation that holds', zh: '成立的合理解释' },
  none: { en: 'none', zh: '无' },
  reasons: { en: 'Why it is suspected', zh: '可疑理由' },
  reasonsNote: {
    en: 'Log-odds; their sum gives the chance above.',
    zh: '对数几率；合计即为上述可能性。',
  },
  checks: { en: 'Honest explanations that were checked', zh: '已核查的合理解释' },
  holds: { en: 'holds', zh: '成立' },
  fails: { en: 'does not hold', zh: '不成立' },
  compared: { en: 'Compared with', zh: '对比' },
  figure: { en: 'Figure', zh: '指标' },
  ofRing: { en: 'This ring', zh: '本团伙' },
  ofPeers: { en: 'The others', zh: '对照' },
  network: { en: 'The network', zh: '关系网络' },
  drawn: { en: 'nodes drawn, the most central', zh: '个节点（按中心度）' },
  who: { en: 'Who', zh: '对象' },
  kind: { en: 'Kind', zh: '类型' },
  roles: { en: 'Roles', zh: '角色' },
  share: { en: 'Passes through it', zh: '中心度' },
  claim: { en: 'Claim', zh: '赔案' },
  lossDate: { en: 'Loss', zh: '出险日' },
  peril: { en: 'Peril', zh: '事由' },
  claimant: { en: 'Claimant', zh: '索赔人' },
  status: { en: 'Status', zh: '状态' },
  money: { en: 'Where the money went', zh: '资金流向' },
  payee: { en: 'Paid to', zh: '收款人' },
  account: { en: 'Account', zh: '账户' },
  amount: { en: 'Amount', zh: '金额' },
  timeline: { en: 'In time', zh: '时间线' },
  date: { en: 'Day', zh: '日期' },
  what: { en: 'What', zh: '事件' },
  caseFile: { en: 'From the case', zh: '案卷摘要' },
  owner: { en: 'Owner', zh: '负责人' },
  notes: { en: 'Notes', zh: '备注' },
  marks: { en: 'Marked', zh: '标记' },
  pinned: { en: 'pinned', zh: '置顶' },
  hidden: { en: 'hidden', zh: '隐藏' },
  runbook: { en: 'What to check first', zh: '优先核查' },
  caveat: { en: 'Please note', zh: '说明' },
  confidential: { en: 'Confidential', zh: '机密' },
} as const satisfies Readonly<Record<string, Text>>

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  policyholder: '投保人',
  insured: '被保险人',
  claimant: '索赔人',
  driver: '驾驶人',
  passenger: '乘客',
  witness: '证人',
  counterparty: '对方',
  physician: '医生',
  hospital: '医院',
  repairer: '维修厂',
  adjuster: '查勘员',
  agent: '代理人',
  lawyer: '律师',
}

const CHANGE_WORDS: Readonly<Record<RingChange, Text>> = {
  new: { en: 'new', zh: '新出现' },
  same: { en: 'as before', zh: '无变化' },
  grew: { en: 'grew', zh: '扩大' },
  shrank: { en: 'shrank', zh: '缩小' },
  split: { en: 'split off', zh: '分裂' },
  merged: { en: 'merged', zh: '合并' },
  quiet: { en: 'went quiet', zh: '沉寂' },
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  open: '未决',
  reported: '已报案',
  assessed: '已定损',
  approved: '已核准',
  rejected: '已拒赔',
  paid: '已赔付',
  withdrawn: '已撤回',
  reopened: '重新立案',
  closed: '已结案',
}

export function statusWord(status: string, language: Language): string {
  return language === 'zh' ? (STATUS_WORDS[status] ?? status) : status
}

export function roleWord(role: string, language: Language): string {
  return language === 'zh' ? (ROLE_WORDS[role as Role] ?? role) : role
}

export function changeWord(change: string | null, language: Language): string {
  return CHANGE_WORDS[change as RingChange]?.[language] ?? '–'
}
