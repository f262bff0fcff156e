/** The full book of an insurer: internal systems, partners, the web. */
import type { Book, Source } from 'claimscope'
import { collectors } from './collectors/index.ts'
import { claimEvents } from './internal/claim-events.ts'
import { claimItems } from './internal/claim-items.ts'
import { claimParties } from './internal/claim-parties.ts'
import { claimPhotos } from './internal/claim-photos.ts'
import { claims } from './internal/claims.ts'
import { contactIdentities } from './internal/contact-identities.ts'
import { contacts } from './internal/contacts.ts'
import { coverages } from './internal/coverages.ts'
import { customerIdentitiesAu } from './internal/customer-identities-au.ts'
import { customerIdentitiesCn } from './internal/customer-identities-cn.ts'
import { customersAu } from './internal/customers-au.ts'
import { customersCn } from './internal/customers-cn.ts'
import { feedback } from './internal/feedback.ts'
import { healthRecords } from './internal/health-records.ts'
import { insuredObjects } from './internal/insured-objects.ts'
import { investigations } from './internal/investigations.ts'
import { payments } from './internal/payments.ts'
import { policies } from './internal/policies.ts'
import { providerIdentities } from './internal/provider-identities.ts'
import { providers } from './internal/providers.ts'
import { creditReports } from './partner/credit-reports.ts'
import { drivingViolations } from './partner/driving-violations.ts'
import { medicalVisits } from './partner/medical-visits.ts'
import { repairPrices } from './partner/repair-prices.ts'
import { trafficEvents } from './partner/traffic-events.ts'
import { watchlist } from './partner/watchlist.ts'
import { weather } from './partner/weather.ts'
import { weatherService } from './partner/weather-service.ts'
import { claimFraud, policyFrequency } from './tasks.ts'
import { lexicon } from './web/lexicon.ts'
import { news } from './web/news.ts'
import { pages } from './web/pages.ts'
import { posts } from './web/posts.ts'

/** In the order of loading: what others refer to comes first. */
const sources: readonly Source[] = [
  providers,
  providerIdentities,
  customersCn,
  customerIdentitiesCn,
  customersAu,
  customerIdentitiesAu,
  contacts,
  contactIdentities,
  policies,
  coverages,
  insuredObjects,
  claims,
  claimParties,
  claimPhotos,
  claimItems,
  claimEvents,
  payments,
  investigations,
  feedback,
  healthRecords,
  medicalVisits,
  weather,
  weatherService,
  trafficEvents,
  drivingViolations,
  creditReports,
  repairPrices,
  watchlist,
  news,
  pages,
  posts,
]

export const book: Book = {
  name: 'insurer',
  title: { en: 'Full book of an insurer', zh: '保险公司完整业务' },
  description:
    'Policies, claims, parties, items, payments, investigations and feedback of six lines, with partner and web data. Loads the synthetic demo book or files of the same shape.',
  sources,
  collectors,
  lexicon,
  tasks: [claimFraud, policyFrequency],
  asOf: 'latest',
  stages: ['link', 'graph', 'rules', 'score', 'watch', 'raise'],
}
