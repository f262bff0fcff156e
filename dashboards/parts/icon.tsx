/** Line icons, 20 by 20, drawn with the current colour. */
const PATHS = {
  brand: 'M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M14.8 7.6a2.2 2.2 0 1 1-4.4 0a2.2 2.2 0 0 1 4.4 0',
  overview: 'M3 10h5V3H3zM12 17h5v-7h-5zM12 6.5h5V3h-5zM3 17h5v-3.5H3z',
  alert: 'M10 3a5 5 0 0 0-5 5v3.5L3.5 14h13L15 11.500V8a5 5 0 0 0-5-5M8.300 16.500a1.800 1.800 0 0 0 3.400 0',
  claim: 'M5 2.500h7l3 3v12H5zM12 2.500v3h3M7.500 9h5M7.500 12h5',
  ring: 'M6 6.500a2 2 0 1 0 0-.1M14 5a2 2 0 1 0 0-.1M12 15a2 2 0 1 0 0-.1M7.800 6.200l4.300-.9M7 8.200l4 5.200M13.500 7l-1.200 6',
  provider: 'M3.500 17V7l6.500-4l6.500 4v10zM10 8v5M7.500 10.500h5',
  warning: 'M2.500 14l4-5l3.500 3l4-7l3.500 4M2.500 17h15',
  policy:
    'M10 2.500l6 2.200v4.800c0 3.800-2.600 6.500-6 8c-3.400-1.500-6-4.200-6-8V4.700zM7.500 10l2 2l3.500-4',
  underwriting: 'M3 4v13h14M5.500 13l3.500-2l3-4l4.500-3',
  model: 'M4 16V9M8 16V4M12 16v-5M16 16V7',
  threshold: 'M3 6h8M15 6h2M3 14h2M9 14h8M11 6a2 2 0 1 0 4 0a2 2 0 1 0-4 0M5 14a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  run: 'M4 5h12M4 10h12M4 15h7',
  association:
    'M7 10a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0-7 0M3 10a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0-7 0M10.500 10h6',
  segment:
    'M6 6.500a2 2 0 1 0 0-.1M10 5.500a1.500 1.500 0 1 0 0-.1M8 9.500a1.500 1.500 0 1 0 0-.1M12.500 14a2.500 2.500 0 1 0 0-.1M16 11a1 1 0 1 0 0-.1',
  quality: 'M3.500 15.500a7.500 7.500 0 1 1 13 0M10 12l3.500-4.500M10 12.500a.6.6 0 1 0 0-.1',
  quarantine: 'M4 6.500h12M5 6.500V16h10V6.500M7.500 6.500V4h5v2.500M8 10l4 3.500M12 10l-4 3.500',
  review:
    'M6.500 9a2.500 2.500 0 1 0 0-.1M13.500 9a2.500 2.500 0 1 0 0-.1M3 16c.300-2.400 1.600-3.700 3.500-3.700s3.200 1.300 3.500 3.700c.300-2.400 1.600-3.700 3.500-3.700s3.200 1.300 3.500 3.700',
  lineage:
    'M3 5h4v3H3zM3 12h4v3H3zM13 8.500h4v3h-4zM7 6.500h2.500c1.500 0 1 3.500 3.500 3.500M7 13.500h2.500c1.500 0 1-3.500 3.500-3.500',
  theme: 'M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14',
  close: 'M5 5l10 10M15 5L5 15',
  right: 'M8 5l5 5l-5 5',
  fit: 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4',
  menu: 'M3 6h14M3 10h14M3 14h14',
  case: 'M3 6.500h14V16H3zM7.500 6.500V4h5v2.500M3 10.500h14',
  play: 'M6 4l10 6l-10 6z',
  pause: 'M6.500 4v12M13.500 4v12',
  pin: 'M7 3h6l-1 5l3 3H5l3-3zM10 11v6',
  eye: 'M2.500 10c2-3.500 4.500-5 7.500-5s5.500 1.500 7.500 5c-2 3.500-4.500 5-7.500 5s-5.500-1.500-7.500-5M8 10a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  hide: 'M2.500 10c2-3.500 4.500-5 7.500-5s5.500 1.500 7.500 5c-2 3.500-4.500 5-7.500 5s-5.500-1.500-7.500-5M4 16L16 4',
  save: 'M4 3h10l2 2v12H4zM7 3v4h5V3M6.500 17v-6h7v6',
  download: 'M10 3v9M6 9l4 4l4-4M4 17h12',
  path: 'M5 5a2 2 0 1 0 0-.1M15 15a2 2 0 1 0 0-.1M6.500 6.500l7 7',
  check: 'M4 10.500l4 4l8-9',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linejoin="round"
      stroke-linecap="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
