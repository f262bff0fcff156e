/** One of several views beside each other. */
import { type Word, words } from '../words.ts'

interface TabSwitchProps<T extends Word> {
  readonly label: Word
  readonly tabs: readonly T[]
  readonly chosen: T
  /** What stands behind the word of a tab: how many there are. */
  readonly after?: Partial<Readonly<Record<T, string>>>
  readonly onChoose: (tab: T) => void
}

export function TabSwitch<T extends Word>({ label, tabs, chosen, after, onChoose }: TabSwitchProps<T>) {
  return (
    <fieldset class="row switch" aria-label={words(label)}>
      {tabs.map((tab) => (
        <button
          type="button"
          class="chip"
          key={tab}
          aria-pressed={tab === chosen}
          onClick={() => onChoose(tab)}
        >
          {words(tab)}
          {after?.[tab] !== undefined && ` ${after[tab]}`}
        </button>
      ))}
    </fieldset>
  )
}
