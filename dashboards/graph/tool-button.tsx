/** Buttons of the explorer's toolbar: an icon, its name for those who hover or listen, and the key that does the same. */
const PATHS = {
  undo: 'M8 4L4 8l4 4M4 8h8a4 4 0 0 1 0 8H9',
  redo: 'M12 4l4 4l-4 4M16 8H8a4 4 0 0 0 0 8h3',
  pointer: 'M5 3l9.500 7.500l-4.700.6l2.600 5l-2 1l-2.600-5L5 15.500z',
  box: 'M3.500 5h2M8 5h4M14.500 5h2v2M16.500 9.500v2M16.500 14v1.500h-2M12 15.500H8M5.500 15.500h-2V14M3.500 11.500v-2M3.500 7V5',
  lasso:
    'M6 13.500C3.500 12.500 2.500 11 2.500 9.200C2.500 6 6 4 10 4s7.500 2 7.500 5.200S14 14.500 10 14.500c-.8 0-1.600-.1-2.300-.2M6 12a1.700 1.700 0 1 0 1.700 1.700C7.700 15.500 6.500 17 5 17.500',
  expand: 'M10 7a3 3 0 1 0 .01 0M10 2v2.500M10 15.500V18M2 10h2.500M15.500 10H18',
  collapse:
    'M10 7a3 3 0 1 0 .01 0M10 4.500V2M8.500 3.200L10 4.700l1.500-1.500M8.500 16.800L10 15.300l1.500 1.500M3.200 8.500L4.700 10l-1.500 1.500M16.800 8.500L15.300 10l1.500 1.500',
  hide: 'M2.500 10c2-3.500 4.500-5 7.500-5s5.500 1.500 7.500 5c-2 3.500-4.500 5-7.500 5s-5.500-1.500-7.500-5M4 16.500L16 3.500',
  pin: 'M7 3h6l-1 5l3 3H5l3-3zM10 11v6',
  path: 'M4.500 6.500a2 2 0 1 0 0-.1M15.500 17.500a2 2 0 1 0 0-.1M6.200 7.200c5 .5 2 7 7.300 8.800',
  group: 'M6 5.500a2 2 0 1 0 .01 0M14 5.500a2 2 0 1 0 .01 0M10 11.500a2 2 0 1 0 .01 0M2.500 2.500h15v15h-15z',
  filter: 'M3 4h14l-5.500 6.500V16l-3 1.500v-7z',
  again: 'M16 10a6 6 0 1 1-2-4.500M16 2.500V6h-3.500',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  fit: 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4',
  help: 'M7.500 7.500a2.500 2.500 0 1 1 3.500 2.300c-.8.4-1 .9-1 1.900M10 14.800v.4',
} as const

export type ToolIcon = keyof typeof PATHS

interface ToolButtonProps {
  readonly icon: ToolIcon
  readonly label: string
  /** Key that does the same. */
  readonly hotkey?: string
  readonly pressed?: boolean
  readonly disabled?: boolean
  /** Shown beside the icon, where a number says more. */
  readonly note?: string
  readonly onClick: () => void
}

export function ToolButton({
  icon,
  label,
  hotkey,
  pressed,
  disabled = false,
  note,
  onClick,
}: ToolButtonProps) {
  return (
    <button
      type="button"
      class="tool"
      aria-label={note ? `${label} ${note}` : label}
      title={hotkey ? `${label} (${hotkey})` : label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <svg
        width="17"
        height="17"
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
      >
        <path d={PATHS[icon]} />
      </svg>
      {note && <span class="note">{note}</span>}
    </button>
  )
}
