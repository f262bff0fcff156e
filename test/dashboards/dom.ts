/** The few parts of a browser that modules of the dashboards ask for when they load. */
import { vi } from 'vitest'

export function browserGlobals(language = 'en'): void {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  })
  vi.stubGlobal('navigator', { language })
  vi.stubGlobal('document', { documentElement: { lang: '' } })
}
