/** Prices of parts and labour, from the server of the publisher of the guide. */
import { collector } from 'claimscope'

export const priceGuide = collector({
  name: 'price-guide',
  kind: 'sftp',
  title: { en: 'Guide to repair prices', zh: '维修价格指南' },
  description: 'Usual prices of parts and labour, a file each month',
  lands: 'partner/repair_prices-*.csv',
  schedule: '0 5 * * *',
  address: 'INSURER_PRICE_GUIDE_ADDRESS',
  privateKey: 'INSURER_PRICE_GUIDE_KEY',
  fingerprint: 'INSURER_PRICE_GUIDE_FINGERPRINT',
  files: 'guide_*.csv',
  complete: 'stable',
  takes: 'copy',
})
