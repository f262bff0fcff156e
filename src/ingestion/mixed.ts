/** Whether a text that is not UTF-8 holds lines that are: two files put together, which no single encoding can read. */
import { isUtf8 } from 'node:buffer'

const DEFAULTS = {
  /** Sequences of three bytes that prove a line UTF-8: of lines of GB18030 one in a thousand million has as many by chance. */
  proof: 4,
  /** Sequences that make it likely, and the share of the lines beyond ASCII that such lines must be. */
  likely: 2,
  share: 0.02,
  /** Longer lines are not looked at, bytes. */
  longest: 1 << 16,
} as const

export interface Mixed {
  /** Where the first line begins that is UTF-8, and the first that is not. */
  readonly utf8: number
  readonly other: number
  /** Share of the lines beyond ASCII that are UTF-8, 0 to 1. */
  readonly share: number
}

/** Looks at every line beyond ASCII; undefined for a text of one encoding. */
export async function mixedUtf8(blocks: () => AsyncIterable<Buffer>): Promise<Mixed | undefined> {
  const found = { proved: 0, likely: 0, valid: 0, lines: 0, utf8: -1, other: -1 }
  let start = 0
  let rest: Buffer = Buffer.alloc(0)
  for await (const block of blocks()) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, block]) : block
    let from = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      judge(bytes.subarray(from, end), start + from, found)
      from = end + 1
    }
    const skipped = bytes.length - from > DEFAULTS.longest ? bytes.length : from
    start += skipped
    rest = Buffer.from(bytes.subarray(skipped))
  }
  judge(rest, start, found)
  const { proved, likely, valid, lines, utf8, other } = found
  const isMixed = proved > 0 || (likely > 1 && likely > DEFAULTS.share * lines)
  return isMixed && other >= 0 ? { utf8, other, share: valid / lines } : undefined
}

function judge(
  line: Buffer,
  at: number,
  found: { proved: number; likely: number; valid: number; lines: number; utf8: number; other: number },
): void {
  if (line.length > DEFAULTS.longest) return
  let high = 0
  let leads = 0
  for (let i = 0; i < line.length; i++)
    if (line[i] >= 0x80) {
      high++
      if (line[i] >= 0xe0) leads++
    }
  if (high === 0) return
  found.lines++
  if (!isUtf8(line)) {
    if (found.other < 0) found.other = at
    return
  }
  found.valid++
  if (leads < DEFAULTS.likely) return
  if (found.utf8 < 0) found.utf8 = at
  found.likely++
  if (leads >= DEFAULTS.proof) found.proved++
}
