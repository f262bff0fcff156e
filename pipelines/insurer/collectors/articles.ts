/** Articles that feeds link to, in full. */
import { collector } from 'claimscope'

export const articles = collector({
  name: 'articles',
  kind: 'pages',
  title: { en: 'News articles', zh: '新闻全文' },
  description: 'Articles about weather, roads and insurance that the feeds of newspapers link to',
  lands: 'web/pages-*.jsonl',
  schedule: '35 */2 * * *',
  addresses: 'INSURER_ARTICLE_FEEDS',
  delaySeconds: 10,
  pagesPerRun: 200,
})
