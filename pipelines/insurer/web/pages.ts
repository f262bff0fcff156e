/** Articles as their pages have them. */
import { asText, asTimestamp, expression, required, source } from 'claimscope'

export const pages = source({
  name: 'insurer/pages',
  title: { en: 'Articles', zh: '文章全文' },
  into: 'core.article',
  description: {
    en: 'Articles in full, collected from the pages that feeds link to',
    zh: '从订阅源链接的页面采集的文章全文',
  },
  publisher: 'newspapers',
  origin: 'web',
  files: 'web/pages-*.jsonl',
  format: 'jsonl',
  columns: {
    article_id: required(asText('url')),
    // A page that does not say when it was published was so before it was fetched.
    published_at: required(
      expression(
        ['published', 'fetched_at'],
        `coalesce(try_cast(trim("published") as timestamp), try_cast(trim("fetched_at") as timestamp))`,
        'invalid_timestamp',
      ),
    ),
    title: required(expression(['title', 'url'], `coalesce(nullif(trim("title"), ''), trim("url"))`)),
    body: asText('text'),
    url: asText('final_url'),
    outlet: asText('site'),
    language: expression(
      ['text'],
      `case when regexp_matches("text", '[\\x{4e00}-\\x{9fff}]') then 'zh' else 'en' end`,
    ),
    event_at: required(
      expression(
        ['published', 'fetched_at'],
        `coalesce(try_cast(trim("published") as timestamp), try_cast(trim("fetched_at") as timestamp))`,
        'invalid_timestamp',
      ),
    ),
    // Known when it was fetched: what a page says it was published is no proof that we could have read it.
    known_at: required(asTimestamp('fetched_at')),
  },
  ignore: ['byline', 'language', 'html_sha256', 'html_bytes'],
  duplicates: 'update',
  optional: true,
  checks: [
    {
      name: 'pages_have_text',
      severity: 'warn',
      meaning: { en: 'an article has more than a line', zh: '文章不止一行' },
      sql: 'select article_id from {rows} where coalesce(length(body), 0) < 40',
    },
  ],
  sample: `{"url":"https://news.example.com/2026/06/29/1","final_url":"https://news.example.com/2026/06/29/1","fetched_at":"2026-06-29T10:12:00.000Z","title":"绍兴暴雨致多地积水","byline":null,"site":"Sample News","language":"zh","published":"2026-06-29T09:00:00Z","text":"绍兴暴雨致多地积水，数百辆汽车受损，保险公司启动快速理赔程序，提醒车主不要二次点火。","html_sha256":"00","html_bytes":5120}
{"url":"https://news.example.com/2026/06/29/2","final_url":"https://news.example.com/2026/06/29/2?x=1","fetched_at":"2026-06-29T10:13:00.000Z","title":"Hail batters suburbs of Victoria","byline":"A. Writer","site":null,"language":"en","published":null,"text":"Hail the size of golf balls fell on the northern suburbs on Sunday evening and damaged hundreds of cars.","html_sha256":"01","html_bytes":4096}
`,
})
