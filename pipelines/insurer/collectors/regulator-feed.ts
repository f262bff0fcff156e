/** Notices of the supervisor and news of the branch, by feed. */
import { collector } from 'claimscope'

export const regulatorFeed = collector({
  name: 'regulator-feed',
  kind: 'feed',
  title: { en: 'Notices of the supervisor', zh: '监管公告' },
  description: 'Penalties, warnings and news of the supervisor, as its feed gives them',
  lands: 'web/news-*.rss',
  schedule: '5 */2 * * *',
  address: 'INSURER_REGULATOR_FEED',
})
