/** New claims of the claim system, read from its database. */
import { collector } from 'claimscope'

export const claimSystem = collector({
  name: 'claim-system',
  kind: 'postgresql',
  title: { en: 'Claim system', zh: '理赔系统' },
  description: 'Claims of all lines as they are entered, from a reading replica of the claim system',
  lands: 'internal/claims-*.csv',
  schedule: '*/15 * * * *',
  address: 'INSURER_CLAIMS_DATABASE_URL',
  from: 'claims_export.claim',
  // Entered long before it is committed: a desk may keep a claim open for an hour.
  cursor: { column: 'entered_at', key: ['claim_no'], overlap: 7200 },
})
