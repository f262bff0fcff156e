/** What customers said of their claims. */
import { asInteger, asText, asTimestamp, reference, required, source, steady } from 'claimscope'

export const feedback = source({
  name: 'insurer/feedback',
  title: { en: 'Customer feedback', zh: '客户反馈' },
  into: 'core.feedback',
  description: { en: 'Ratings and messages of customers about their claims', zh: '客户对赔案的评分和留言' },
  publisher: 'customer service',
  origin: 'internal',
  files: 'internal/feedback*.jsonl',
  format: 'jsonl',
  columns: {
    feedback_id: required(asText('feedback_no')),
    claim_id: asText('claim_no'),
    party_id: asText('party_no'),
    channel: asText('channel'),
    rating: asInteger('rating'),
    body: asText('body'),
    event_at: required(asTimestamp('received_at')),
    known_at: required(asTimestamp('received_at')),
  },
  ignore: [],
  duplicates: 'ignore',
  checks: [
    {
      name: 'feedback_rating',
      severity: 'warn',
      meaning: { en: 'a rating lies between 1 and 5', zh: '评分在1到5之间' },
      sql: 'select feedback_id, rating from {rows} where rating not between 1 and 5',
    },
    reference('claim_id', 'core.claim'),
    steady(),
  ],
  sample: `{"feedback_no":"FB1","claim_no":"CL23-0000001","party_no":"K0001291","channel":"app","rating":5,"body":"理赔很快，服务态度好","received_at":"2023-07-19 08:20:00"}
{"feedback_no":"FB2","claim_no":"CL23-0000009","party_no":"K0000006","channel":"survey","rating":2,"body":"Waited a month and still no answer","received_at":"2023-08-11 18:00:00"}
`,
})
