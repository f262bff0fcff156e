/** Every word of the pages, in both languages. A key that is missing in one does not compile. */
import type { Text } from '../src/api/schemas/index.ts'
import { say } from './language.ts'

const t = (en: string, zh: string): Text => ({ en, zh })

export const WORDS = {
  brand: t('claimscope', 'claimscope'),
  synthetic: t(
    'Synthetic demo book: no person, claim or firm in it exists.',
    '合成演示数据：其中的人、案件与机构均不存在。',
  ),
  caveat: t(
    'An indicator is a reason to look closer, never proof.',
    '指标只是进一步核查的理由，绝不是证据。',
  ),
  skip: t('Skip to content', '跳到正文'),
  loading: t('Loading', '加载中'),
  retry: t('Try again', '重试'),
  signIn: t('Sign in', '登录'),
  signOut: t('Sign out', '退出'),
  username: t('User name', '用户名'),
  password: t('Password', '密码'),
  signInHint: t(
    'The demo sign-ins were printed in the terminal by npm start.',
    '演示账号已由 npm start 打印在终端中。',
  ),
  theme: t('Light or dark', '浅色或深色'),
  otherLanguage: t('中文', 'English'),
  overview: t('Overview', '总览'),
  alerts: t('Alerts', '预警队列'),
  claims: t('Claims', '理赔案件'),
  rings: t('Rings', '团伙'),
  providers: t('Providers', '服务机构'),
  warnings: t('Warnings', '趋势预警'),
  policies: t('Policies', '保单风险'),
  models: t('Models', '模型'),
  runs: t('Runs and data', '运行与数据'),
  notFound: t('There is no such page.', '没有这个页面。'),
  investigator: t('investigator', '调查员'),
  underwriter: t('underwriter', '核保员'),
  risk_manager: t('risk manager', '风险经理'),
  administrator: t('administrator', '管理员'),
  low: t('low', '低'),
  moderate: t('moderate', '中等'),
  medium: t('medium', '中等'),
  elevated: t('elevated', '较高'),
  high: t('high', '高'),
  critical: t('critical', '严重'),
  auto: t('auto', '车险'),
  health: t('health', '健康险'),
  accident: t('accident', '意外险'),
  travel: t('travel', '旅行险'),
  group: t('group', '团险'),
  agricultural: t('agricultural', '农业险'),
} as const satisfies Readonly<Record<string, Text>>

export type Word = keyof typeof WORDS

/** The word in the page's language. */
export const words = (key: Word): string => say(WORDS[key])
