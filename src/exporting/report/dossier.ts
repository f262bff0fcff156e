/** What a report tells: a ring, its graph and growth, the case on it, and who asked for it. */

import type { NodeKind } from '../../schema/words.ts'
import type { Language, Text } from '../../util/text.ts'
import type { GraphFile } from '../graph-file.ts'

export type Unit = 'share' | 'amount' | 'days' | 'count' | 'probability'

/** What is told of a ring. */
export interface RingDossier {
  readonly ringId: string
  readonly typology: string
  readonly title: Text | null
  readonly runbook: Text | null
  /** What brought it up. */
  readonly foundBy: { readonly text: Text } | null
  /** It also rests on claims that whoever asks may not see. */
  readonly isPartial: boolean
  readonly score: number
  readonly pValue: number | null
  readonly change: string | null
  readonly memberCount: number
  readonly claimCount: number
  readonly claimedAmount: number
  readonly paidAmount: number | null
  readonly atStakeAmount: number
  readonly firstAt: string
  readonly lastAt: string
  readonly explanation: string | null
  readonly reasons: readonly { readonly text: Text; readonly logOdds: number }[]
  readonly checks: readonly { readonly id: string; readonly holds: boolean; readonly text: Text }[]
  readonly comparedWith: Text
  readonly comparisons: readonly {
    readonly text: Text
    readonly unit: Unit
    readonly value: number | null
    readonly peers: number | null
  }[]
  readonly members: readonly {
    readonly nodeId: string
    readonly nodeKind: NodeKind
    readonly label: string
    readonly centrality: number
    readonly roles: readonly string[]
    readonly claims: number
    readonly claimedAmount: number
  }[]
  readonly claims: readonly {
    readonly claimId: string
    readonly lossDate: string
    readonly peril: string | null
    readonly claimant: { readonly name: string | null } | null
    readonly claimedAmount: number | null
    readonly paidAmount: number
    readonly status: string
    readonly probability: number | null
  }[]
  readonly moneyFlow: {
    readonly total: number
    readonly steps: readonly {
      readonly claimId: string
      readonly payee: { readonly label: string } | null
      readonly account: { readonly label: string } | null
      readonly amount: number
    }[]
  }
  readonly caveat: Text
}

export interface CaseExtract {
  readonly title: string
  readonly state: string
  readonly owner: string | null
  readonly noteList: readonly { readonly at: string; readonly author: string; readonly text: string }[]
  readonly markList: readonly {
    readonly nodeId: string
    readonly isPinned: boolean
    readonly isHidden: boolean
    readonly tags: readonly string[]
  }[]
}

export interface RingReport {
  readonly ring: RingDossier
  readonly graph: GraphFile
  readonly steps: readonly { readonly at: string; readonly claimId: string | null; readonly text: Text }[]
  readonly caseFile: CaseExtract | null
  readonly language: Language
  /** Line of business in words. */
  readonly line: Text | null
  readonly purpose: string
  readonly by: string
  readonly at: Date
  readonly book: string
  readonly snapshot: string
  readonly isRevealed: boolean
  /** The data are made up. */
  readonly isSynthetic: boolean
}
