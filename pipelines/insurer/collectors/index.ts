/** What brings files into the insurer's inbox once its variables are set. */
import type { Collector } from 'claimscope'
import { articles } from './articles.ts'
import { claimSystem } from './claim-system.ts'
import { hospitalDrop } from './hospital-drop.ts'
import { priceGuide } from './price-guide.ts'
import { regulatorFeed } from './regulator-feed.ts'
import { weatherPartner } from './weather-partner.ts'

export const collectors: readonly Collector[] = [
  claimSystem,
  weatherPartner,
  hospitalDrop,
  priceGuide,
  regulatorFeed,
  articles,
]
