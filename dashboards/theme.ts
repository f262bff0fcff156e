/** Light or dark: what the system says until a person chooses. */
import { signal } from '@preact/signals'

export type Theme = 'light' | 'dark'

const KEY = 'claimscope.theme'
const dark = matchMedia('(prefers-color-scheme: dark)')

const chosen = (): Theme | undefined => {
  const kept = localStorage.getItem(KEY)
  return kept === 'light' || kept === 'dark' ? kept : undefined
}

export const theme = signal<Theme>(chosen() ?? (dark.matches ? 'dark' : 'light'))

const apply = () => {
  document.documentElement.dataset.theme = theme.value
}

dark.addEventListener('change', () => {
  if (!chosen()) theme.value = dark.matches ? 'dark' : 'light'
  apply()
})
apply()

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark'
  localStorage.setItem(KEY, theme.value)
  apply()
}
