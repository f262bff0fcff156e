/** The language of the page: chosen once, kept in the browser, read by every word. */
import { signal } from '@preact/signals'
import type { Text } from '../src/api/schemas/index.ts'

export type Language = keyof Text

const KEY = 'claimscope.language'

function initial(): Language {
  const kept = localStorage.getItem(KEY)
  if (kept === 'en' || kept === 'zh') return kept
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

export const language = signal<Language>(initial())

export function setLanguage(next: Language): void {
  language.value = next
  localStorage.setItem(KEY, next)
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
}

/** The text in the page's language. */
export const say = (text: Text): string => text[language.value]
