/** A partner whose records come in pages. */
import { collector } from '../../src/collector.ts'

export const partner = (host: string) =>
  collector({
    name: 'partner',
    kind: 'rest',
    title: { en: 'Partner', zh: '合作方' },
    description: 'Records of a partner',
    lands: 'partner/partner-*.jsonl',
    schedule: '0 * * * *',
    address: 'PARTNER_URL',
    path: '/records',
    records: '',
    pages: { by: 'link' },
    allowPrivate: [host],
    rate: { perSecond: 1000, burst: 1000 },
  })
