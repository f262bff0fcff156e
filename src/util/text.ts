/** Texts shown to people, in both languages. */
export interface Text {
  readonly en: string
  readonly zh: string
}

export type Language = keyof Text
