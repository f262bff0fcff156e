/**
 * Noto Sans SC (SIL Open Font License) as the package brings it: one file with the common Chinese and Latin characters of a weight,
 * and slices for all others, which are read when a text needs them. What is embedded is only the glyphs that are used.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { charactersOf, unpackWoff } from './woff.ts'

export type Weight = 400 | 700

interface Font {
  /** Unique. */
  readonly name: string
  readonly bytes: Buffer
  readonly characters: ReadonlySet<number>
}

interface Slice {
  readonly name: string
  readonly ranges: readonly (readonly [from: number, to: number])[]
}

const folder = () => dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json'))

const fonts = new Map<string, Font>()
let slices: readonly Slice[] | undefined

function load(slice: string, weight: Weight): Font {
  const name = `noto-sans-sc-${slice}-${weight}-normal`
  const known = fonts.get(name)
  if (known) return known
  const bytes = unpackWoff(readFileSync(join(folder(), 'files', `${name}.woff`)))
  const font = { name, bytes, characters: charactersOf(bytes) }
  fonts.set(name, font)
  return font
}

/** `[4]` with `U+1f300,U+1f302-1f308` and so on; the brackets are not in the name of the file. */
function slicesOf(): readonly Slice[] {
  if (slices) return slices
  const file: Record<string, string> = JSON.parse(readFileSync(join(folder(), 'unicode.json'), 'utf8'))
  slices = Object.entries(file).map(([name, text]) => ({
    name: name.replace(/[[\]]/g, ''),
    ranges: text.split(',').map((range) => {
      const [from, to = from] = range.replace(/^U\+/i, '').split('-')
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const
    }),
  }))
  return slices
}

/** The font for a character; the main font, which shows a box, when none has it. */
function fontFor(character: number, weight: Weight): Font {
  const main = load('chinese-simplified', weight)
  if (main.characters.has(character)) return main
  for (const { name, ranges } of slicesOf()) {
    if (!ranges.some(([from, to]) => from <= character && character <= to)) continue
    const font = load(name, weight)
    if (font.characters.has(character)) return font
  }
  return main
}

/** A text cut where the font changes. */
export function runsOf(text: string, weight: Weight): { readonly font: Font; readonly text: string }[] {
  const runs: { font: Font; text: string }[] = []
  for (const character of text.replace(/\p{Cs}/gu, '\ufffd')) {
    const font = fontFor(character.codePointAt(0) ?? 0, weight)
    const last = runs[runs.length - 1]
    if (last?.font === font) last.text += character
    else runs.push({ font, text: character })
  }
  return runs
}
