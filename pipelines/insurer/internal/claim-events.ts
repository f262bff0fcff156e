/** The life of claims, step by step. */
import {
  asAmount,
  asText,
  asTimestamp,
  asWord,
  fresh,
  prompt,
  reference,
  required,
  source,
  steady,
  volume,
} from 'claimscope'
import { same } from '../vocabulary.ts'

export const claimEvents = source({
  name: 'insurer/claim_events',
  title: { en: 'Steps of claims', zh: '赔案步骤' },
  into: 'core.claim_event',
  description: {
    en: 'Steps of claims from report to close, a file for each year of report',
    zh: '赔案从报案到结案的步骤，每个报案年度一个文件',
  },
  publisher: 'claim system',
  origin: 'internal',
  files: 'internal/claim_events-*.jsonl',
  format: 'jsonl',
  columns: {
    claim_event_id: required(asText('event_no')),
    claim_id: required(asText('claim_no')),
    event_kind: required(
      asWord(
        'step',
        same('reported', 'assessed', 'approved', 'rejected', 'paid', 'withdrawn', 'reopened', 'closed'),
      ),
    ),
    amount: asAmount('amount'),
    actor_id: asText('actor_no'),
    event_at: required(asTimestamp('at')),
    known_at: required(asTimestamp('entered_at')),
  },
  ignore: [],
  duplicates: 'ignore',
  checks: [
    reference('claim_id', 'core.claim', {
      name: 'claim_events_claim_known',
      meaning: { en: 'the claim is in the book', zh: '赔案在账册内' },
    }),
    {
      name: 'claim_events_known_after',
      severity: 'warn',
      meaning: { en: 'a step is entered after it was taken', zh: '步骤在发生之后录入' },
      sql: 'select claim_event_id, event_at, known_at from {rows} where known_at < event_at',
    },
    prompt(7),
    fresh(14, { beside: 'book' }),
    volume({ change: 0.7 }),
    steady(),
  ],
  sample: `{"event_no":"EV1","claim_no":"CL23-0000001","step":"reported","at":"2023-07-01 22:46:00","amount":3837,"actor_no":"K0001291","entered_at":"2023-07-02 00:40:00"}
{"event_no":"EV2","claim_no":"CL23-0000001","step":"closed","at":"2023-07-21 09:10:00","actor_no":"A00006","entered_at":"2023-07-21 11:02:00"}
`,
})
