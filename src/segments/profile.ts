/** A peer group in words: the means that differ most from everybody's, and which way. */
import type { Text } from '../util/text.ts'

export const DEFAULTS = {
  /** Features that are kept for the reader. */
  features: 6,
  /** Features that the title names. */
  named: 3,
  /** Standard deviations below which a mean is like everybody's. */
  least: 0.25,
  /** Standard deviations from which it is far from everybody's. */
  far: 1,
} as const

/** A feature of the profile. */
export interface ProfileEntry {
  readonly name: string
  /** Mean of the group and of everybody, in its own unit. */
  readonly mean: number
  readonly usual: number
  /** How far apart these are, in standard deviations of everybody. */
  readonly z: number
}

/** The features that differ most, and a title made of the first of them. */
export function describeGroup(
  entries: readonly ProfileEntry[],
  meaningOf: (name: string) => Text,
): { readonly title: Text; readonly profile: readonly (ProfileEntry & { readonly label: Text })[] } {
  const profile = entries
    .filter(({ z }) => Number.isFinite(z))
    .sort((a, b) => Math.abs(b.z) - Math.abs(a.z))
    .slice(0, DEFAULTS.features)
    .map((entry) => ({ ...entry, label: meaningOf(entry.name) }))
  const telling = profile.filter(({ z }) => Math.abs(z) >= DEFAULTS.least).slice(0, DEFAULTS.named)
  if (telling.length === 0) return { title: { en: 'Like everybody', zh: '与整体相近' }, profile }
  const words = telling.map(({ label: { en, zh }, z }) => {
    const isFar = Math.abs(z) >= DEFAULTS.far
    return {
      en: `${en}: ${z > 0 ? (isFar ? 'very high' : 'high') : isFar ? 'very low' : 'low'}`,
      zh: `${zh}${z > 0 ? (isFar ? '很高' : '偏高') : isFar ? '很低' : '偏低'}`,
    }
  })
  return {
    title: { en: words.map((w) => w.en).join('; '), zh: words.map((w) => w.zh).join('，') },
    profile,
  }
}
