/** Everything that acts on the picture. On a narrow screen all but the first tools wait behind one button. */
import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { words } from '../words.ts'
import { FindBox } from './find-box.tsx'
import type { Handle } from './handle.ts'
import { hasFilters, LAYOUTS, type LayoutName } from './state.ts'
import { ToolButton } from './tool-button.tsx'
import type { Explorer } from './use-explorer.ts'

export const TOOLS = ['pointer', 'box', 'lasso'] as const
export type Tool = (typeof TOOLS)[number]

interface ToolbarProps {
  readonly explorer: Explorer
  readonly hands: Handle
  readonly tool: Tool
  readonly onTool: (tool: Tool) => void
  readonly isFiltering: boolean
  readonly onFilters: () => void
  readonly isHelping: boolean
  readonly onHelp: () => void
  readonly onLayOut: () => void
  readonly find: RefObject<HTMLInputElement | null>
  readonly onFound: () => void
}

export function Toolbar(props: ToolbarProps) {
  const { explorer, hands, tool } = props
  const { state } = explorer
  const [isOpen, setOpen] = useState(false)
  const none = state.selected.length === 0
  const filters =
    state.hiddenKinds.length + state.hiddenLinks.length + state.hiddenRoles.length + state.hidden.length
  const layOut = (name: LayoutName) => {
    const middle = name === 'radial' ? hands.active?.node?.id : undefined
    explorer.do({ type: 'layout', name, ...(middle ? { centre: middle } : {}) })
  }
  return (
    <div class={isOpen ? 'bar tools open' : 'bar tools'} role="toolbar" aria-label={words('toolsWord')}>
      <span class="set">
        <ToolButton
          icon="undo"
          label={words('undoWord')}
          hotkey="Ctrl+Z"
          disabled={!explorer.canUndo}
          onClick={explorer.undo}
        />
        <ToolButton
          icon="redo"
          label={words('redoWord')}
          hotkey="Shift+Ctrl+Z"
          disabled={!explorer.canRedo}
          onClick={explorer.redo}
        />
      </span>
      <span class="set">
        <ToolButton
          icon="expand"
          label={hands.active?.group ? words('openGroup') : words('expand')}
          hotkey="Enter"
          disabled={!hands.active || explorer.busy}
          onClick={hands.open}
        />
        <ToolButton
          icon="collapse"
          label={words('collapseWord')}
          hotkey="Backspace"
          disabled={!hands.active}
          onClick={hands.close}
        />
        <ToolButton icon="hide" label={words('hideNode')} hotkey="H" disabled={none} onClick={hands.hide} />
        <ToolButton
          icon="pin"
          label={words(hands.isPinned ? 'unpinNode' : 'pinNode')}
          hotkey="P"
          pressed={hands.isPinned}
          disabled={none}
          onClick={hands.pin}
        />
        <ToolButton
          icon="path"
          label={hands.canFindPath ? words('pathWord') : words('pathHint')}
          hotkey="L"
          disabled={!hands.canFindPath || explorer.busy}
          onClick={hands.findPath}
        />
      </span>
      <button type="button" class="button more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {words('toolsWord')}
      </button>
      <span class="set late">
        {TOOLS.map((one) => (
          <ToolButton
            key={one}
            icon={one}
            label={words(one === 'pointer' ? 'pointerTool' : one === 'box' ? 'boxTool' : 'lassoTool')}
            pressed={tool === one}
            onClick={() => props.onTool(one)}
          />
        ))}
      </span>
      <span class="set late">
        <ToolButton
          icon="group"
          label={words('groupAlike')}
          pressed={state.grouped}
          onClick={() => explorer.do({ type: 'group', on: !state.grouped })}
        />
        <ToolButton
          icon="filter"
          label={words('filtersWord')}
          pressed={props.isFiltering}
          {...(filters > 0 ? { note: String(filters) } : hasFilters(state) ? { note: '•' } : {})}
          onClick={props.onFilters}
        />
      </span>
      <span class="set late">
        <label>
          {words('layoutWord')}{' '}
          <select value={state.layout} onChange={(event) => layOut(event.currentTarget.value as LayoutName)}>
            {LAYOUTS.map((name) => (
              <option key={name} value={name}>
                {words(`layout_${name}`)}
              </option>
            ))}
          </select>
        </label>
        <ToolButton icon="again" label={words('layOutAgain')} onClick={props.onLayOut} />
      </span>
      <span class="set late grow">
        <FindBox explorer={explorer} input={props.find} onDone={props.onFound} />
        <ToolButton
          icon="help"
          label={words('helpWord')}
          hotkey="?"
          pressed={props.isHelping}
          onClick={props.onHelp}
        />
      </span>
    </div>
  )
}
