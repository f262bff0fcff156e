/** The keys of the explorer, and the card that tells them. */
import { words } from '../words.ts'
import type { Handle } from './handle.ts'
import type { Explorer } from './use-explorer.ts'

interface KeyTargets {
  readonly explorer: Explorer
  readonly hands: Handle
  readonly fit: () => void
  readonly find: () => void
  readonly help: () => void
  readonly leave: () => void
}

const ARROWS: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

const keyOf = ({ key }: KeyboardEvent) => (key.length === 1 ? key.toLowerCase() : key)

function take(event: KeyboardEvent, work: () => void): void {
  event.preventDefault()
  event.stopPropagation()
  work()
}

/** Keys that work wherever in the explorer the focus is, but not where text is written. */
export function onSharedKey(event: KeyboardEvent, { explorer, find, help }: KeyTargets): void {
  if ((event.target as Element).closest('input, select, textarea') || event.altKey) return
  const key = keyOf(event)
  if (event.ctrlKey || event.metaKey) {
    if (key === 'z') take(event, event.shiftKey ? explorer.redo : explorer.undo)
    else if (key === 'y') take(event, explorer.redo)
  } else if (key === '/') take(event, find)
  else if (key === '?') take(event, help)
}

/** Keys of the picture; what means nothing here goes on to the explorer and the page. */
export function onKey(event: KeyboardEvent, { hands, fit, leave }: KeyTargets): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const key = keyOf(event)
  const does = (work: () => void) => take(event, work)
  if (key in ARROWS) does(() => hands.go(ARROWS[key]))
  else if (key === 'Enter') does(hands.open)
  else if (key === 'Backspace') does(hands.close)
  else if (key === 'h') does(hands.hide)
  else if (key === 'p') does(hands.pin)
  else if (key === 'l' && hands.canFindPath) does(hands.findPath)
  else if (key === 'f') does(fit)
  else if (key === 'Escape') does(leave)
}

export function KeysCard({ onClose }: { onClose: () => void }) {
  const keys: readonly [string, string][] = [
    ['← ↑ → ↓', words('keyMove')],
    ['Enter', words('keyExpand')],
    ['Backspace', words('keyCollapse')],
    ['H', words('keyHide')],
    ['P', words('keyPin')],
    ['L', words('keyPath')],
    ['Ctrl Z', words('keyUndo')],
    ['F', words('keyFit')],
    ['/', words('keyFind')],
    ['Esc', words('keyEscape')],
    ['Shift', words('keyShift')],
    ['?', words('keyHelp')],
  ]
  return (
    <section class="keys" aria-label={words('helpWord')}>
      <dl>
        {keys.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="button" onClick={onClose}>
        {words('close')}
      </button>
    </section>
  )
}
