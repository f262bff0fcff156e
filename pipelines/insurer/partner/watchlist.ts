/** Names on lists of barred, sanctioned and convicted persons. */
import { asDate, asText, asTimestamp, required, source, volume } from 'claimscope'

export const watchlist = source({
  name: 'insurer/watchlist',
  title: { en: 'Watch lists', zh: '关注名单' },
  into: 'core.watchlist_entry',
  description: { en: 'Registers of fraud, enforcement and sanctions', zh: '欺诈、执行和制裁名录' },
  publisher: 'industry association and courts',
  origin: 'partner',
  files: 'partner/watchlist*.csv',
  format: 'csv',
  columns: {
    entry_id: required(asText('entry_no')),
    list: required(asText('list')),
    name: required(asText('name')),
    id_number: asText('id_no'),
    birth_date: asDate('date_of_birth'),
    reason: asText('reason'),
    delisted_date: asDate('delisted_on'),
    event_at: required(asTimestamp('listed_on')),
    known_at: required(asTimestamp('listed_on')),
  },
  ignore: [],
  duplicates: 'update',
  checks: [
    {
      name: 'watchlist_birth_date',
      severity: 'warn',
      meaning: { en: 'a listed person is born before the listing', zh: '名单所列者的出生早于列入' },
      sql: 'select entry_id, birth_date from {rows} where birth_date > event_at',
    },
    volume(),
  ],
  sample: `entry_no,list,name,id_no,date_of_birth,reason,listed_on,delisted_on
WL0001,industry_fraud_register,王强,330199197411050335,1974-11-05,prior insurance fraud,2023-02-11,
WL0002,sanctions,James Walker,,1969-03-30,sanctioned person,2024-06-01,2025-03-14
`,
})
