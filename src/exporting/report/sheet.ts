/** Pages that fill from the top: text that wraps in either script, headings, tables, and room for a picture. */
import PDFDocument from 'pdfkit'
import { runsOf, type Weight } from './fonts.ts'

export const DEFAULTS = {
  /** A4, in points. */
  width: 595.28,
  height: 841.89,
  margin: 48,
  /** Kept free for the footer. */
  foot: 36,
} as const

export const INK = {
  text: '#1b2330',
  muted: '#5b6675',
  line: '#d5dae1',
  fill: '#f3f5f8',
  accent: '#1f5fa8',
} as const

export interface TextStyle {
  readonly size?: number
  readonly weight?: Weight
  readonly color?: string
  readonly align?: 'left' | 'right'
}

export interface TableColumn<T> {
  readonly title: string
  /** Share of the width. */
  readonly width: number
  readonly align?: 'left' | 'right'
  readonly of: (row: T) => string
}

interface Measured {
  readonly text: string
  readonly width: number
}

export class Sheet {
  readonly #doc: PDFKit.PDFDocument
  readonly #chunks: Buffer[] = []
  readonly #done: Promise<Buffer>
  readonly #known = new Set<string>()
  readonly #widths = new Map<string, number>()
  #y: number = DEFAULTS.margin

  constructor(info: {
    readonly title: string
    readonly author: string
    readonly at: Date
    readonly language: string
  }) {
    this.#doc = new PDFDocument({
      size: [DEFAULTS.width, DEFAULTS.height],
      margin: 0,
      bufferPages: true,
      lang: info.language === 'zh' ? 'zh-CN' : 'en',
      displayTitle: true,
      info: {
        Title: info.title,
        Author: info.author,
        Creator: 'claimscope',
        CreationDate: info.at,
        ModDate: info.at,
      },
    })
    this.#done = new Promise((done, fail) => {
      this.#doc.on('data', (chunk: Buffer) => this.#chunks.push(chunk))
      this.#doc.on('end', () => done(Buffer.concat(this.#chunks)))
      this.#doc.on('error', fail)
    })
  }

  /** Width between the margins. */
  get width(): number {
    return DEFAULTS.width - 2 * DEFAULTS.margin
  }

  /** The document itself, for pictures. */
  get doc(): PDFKit.PDFDocument {
    return this.#doc
  }

  /** Begins a new page unless so much is left; gives the top. */
  room(height: number): number {
    const end = DEFAULTS.height - DEFAULTS.margin - DEFAULTS.foot
    if (this.#y + height > end && this.#y > DEFAULTS.margin) {
      this.#doc.addPage()
      this.#y = DEFAULTS.margin
    }
    return this.#y
  }

  skip(height: number): void {
    this.#y += height
  }

  heading(text: string): void {
    this.skip(14)
    this.room(60)
    this.paragraph(text, { size: 12.5, weight: 700, color: INK.accent })
    this.skip(3)
  }

  paragraph(text: string, style: TextStyle = {}): void {
    const size = style.size ?? 9.5
    for (const line of this.wrap(text, this.width, size, style.weight ?? 400)) {
      const y = this.room(size * 1.5)
      this.write(line, DEFAULTS.margin, y, this.width, style)
      this.skip(size * 1.5)
    }
  }

  /** One line at a place. */
  write(text: string, x: number, y: number, width: number, style: TextStyle = {}): void {
    const { size = 9.5, weight = 400, color = INK.text, align = 'left' } = style
    let at = align === 'right' ? x + width - this.measure(text, size, weight) : x
    for (const run of runsOf(text, weight)) {
      this.#use(run.font.name, run.font.bytes)
      this.#doc.fontSize(size).fillColor(color).text(run.text, at, y, { lineBreak: false })
      at += this.#runWidth(run.font.name, run.text, size)
    }
  }

  /** Rows with their titles, repeated on every page; a cell wraps to three lines at most. */
  table<T>(rows: readonly T[], columns: readonly TableColumn<T>[]): void {
    const size = 8
    const line = size * 1.45
    const all = columns.reduce((sum, column) => sum + column.width, 0)
    const widths = columns.map((column) => (column.width / all) * this.width)
    const place = (cells: readonly string[][], style: TextStyle) => {
      let x: number = DEFAULTS.margin
      cells.forEach((lines, i) => {
        lines.forEach((text, j) => {
          this.write(text, x + 3, this.#y + 2 + j * line, widths[i] - 6, {
            ...style,
            size,
            align: columns[i].align ?? 'left',
          })
        })
        x += widths[i]
      })
    }
    const titles = columns.map((column, i) => this.wrap(column.title, widths[i] - 6, size, 700).slice(0, 2))
    const heightOf = (cells: readonly string[][]) =>
      Math.max(...cells.map((lines) => lines.length)) * line + 5
    const head = () => {
      const height = heightOf(titles)
      this.#doc.rect(DEFAULTS.margin, this.#y, this.width, height).fill(INK.fill)
      place(titles, { weight: 700, color: INK.muted })
      this.skip(height)
    }
    this.room(heightOf(titles) + 2 * line)
    head()
    for (const row of rows) {
      const cells = columns.map((column, i) => cut(this.wrap(column.of(row), widths[i] - 6, size, 400), 3))
      const height = heightOf(cells)
      const before = this.#doc.bufferedPageRange().count
      this.room(height)
      if (this.#doc.bufferedPageRange().count > before) head()
      place(cells, {})
      this.skip(height)
      this.#doc
        .moveTo(DEFAULTS.margin, this.#y)
        .lineTo(DEFAULTS.margin + this.width, this.#y)
        .lineWidth(0.4)
        .stroke(INK.line)
    }
    this.skip(4)
  }

  measure(text: string, size: number, weight: Weight = 400): number {
    return runsOf(text, weight).reduce((sum, run) => {
      this.#use(run.font.name, run.font.bytes)
      return sum + this.#runWidth(run.font.name, run.text, size)
    }, 0)
  }

  /** Lines that fit: broken at blanks, and between Chinese characters, but not before a closing mark. */
  wrap(text: string, width: number, size: number, weight: Weight): string[] {
    const lines: string[] = []
    for (const paragraph of text.split('\n')) {
      let line: Measured = { text: '', width: 0 }
      for (const word of wordsOf(paragraph)) {
        for (const part of this.#parts(word, width, size, weight)) {
          const wide = this.measure(part.trimEnd(), size, weight)
          if (line.text !== '' && line.width + wide > width) {
            lines.push(line.text.trimEnd())
            line = { text: '', width: 0 }
          }
          line = { text: line.text + part, width: line.width + this.measure(part, size, weight) }
        }
      }
      lines.push(line.text.trimEnd())
    }
    return lines
  }

  /** Ends the document; `foot` gives the words under each page. */
  async finish(foot: (page: number, pages: number) => string): Promise<Buffer> {
    const { count } = this.#doc.bufferedPageRange()
    for (let i = 0; i < count; i++) {
      this.#doc.switchToPage(i)
      const y = DEFAULTS.height - DEFAULTS.margin
      this.#doc
        .moveTo(DEFAULTS.margin, y - 6)
        .lineTo(DEFAULTS.margin + this.width, y - 6)
        .lineWidth(0.4)
        .stroke(INK.line)
      this.write(foot(i + 1, count), DEFAULTS.margin, y, this.width, { size: 7.5, color: INK.muted })
    }
    this.#doc.end()
    return this.#done
  }

  /** A word, or its pieces when it is wider than a line. */
  #parts(word: string, width: number, size: number, weight: Weight): string[] {
    if (this.measure(word, size, weight) <= width) return [word]
    const parts: string[] = []
    let part = ''
    for (const character of word) {
      if (part !== '' && this.measure(part + character, size, weight) > width) {
        parts.push(part)
        part = ''
      }
      part += character
    }
    return [...parts, part]
  }

  #use(name: string, bytes: Buffer): void {
    if (!this.#known.has(name)) {
      this.#doc.registerFont(name, bytes)
      this.#known.add(name)
    }
    this.#doc.font(name)
  }

  #runWidth(name: string, text: string, size: number): number {
    const key = `${name} ${text}`
    let width = this.#widths.get(key)
    if (width === undefined) {
      this.#doc.font(name).fontSize(1000)
      width = this.#doc.widthOfString(text) / 1000
      this.#widths.set(key, width)
    }
    return width * size
  }
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u
const CLOSING = /[，。、；：！？）】》」』”’%]/u

/** Pieces between which a line may be broken. */
function wordsOf(text: string): string[] {
  const words: string[] = []
  for (const character of text.replace(/\p{Cc}/gu, ' ')) {
    const last = words[words.length - 1]
    const before = last?.at(-1) ?? ''
    const joins =
      last !== undefined &&
      (CLOSING.test(character) ||
        (!WIDE.test(character) && !WIDE.test(before) && !(before === ' ' && character !== ' ')))
    if (joins) words[words.length - 1] += character
    else words.push(character)
  }
  return words
}

function cut(lines: string[], most: number): string[] {
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), `${lines[most - 1].slice(0, -1)}…`]
}
