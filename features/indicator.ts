/** How the views declare what a feature means. */
import type { FeatureGroup, FeatureMeta } from 'claimscope'

/** Units that features are shown in; a `category` has no order, a `level` has. */
export type Unit =
  | '0/1'
  | 'category'
  | 'level'
  | 'claims'
  | 'count'
  | 'days'
  | 'years'
  | 'hours'
  | 'money'
  | 'ratio'
  | 'share'
  | 'sd'
  | 'mm'
  | 'm/s'
  | 'points'

/** A feature's meaning, in the order: group, unit, which way is riskier, English, Chinese. */
export function indicator(
  group: FeatureGroup,
  unit: Unit,
  direction: FeatureMeta['direction'],
  en: string,
  zh: string,
  more: Pick<FeatureMeta, 'categories' | 'isProtected' | 'canChange' | 'scalesWith'> = {},
): FeatureMeta {
  return { meaning: { en, zh }, unit, direction, group, ...more }
}
