/** The rows of a sheet, cell by cell. */
import { cellText, columnOf, lettersOf, numberText } from './workbook-cells.ts'
import type { Workbook } from './workbook-parts.ts'
import { attribute, type XmlSink } from './xml.ts'

/** A cell that is not empty: its text, or why it has none. */
export interface SheetCell {
  readonly at: string
  readonly text?: string
  readonly code?: string
  readonly fault?: string
  /** What is stored, when that is at fault. */
  readonly stored?: string
}

export interface SheetRow {
  /** As Excel numbers it, from 1. */
  readonly number: number
  readonly cells: readonly (SheetCell | undefined)[]
}

/** Hands on every row that has a value; empty rows only count. */
export class SheetReader implements XmlSink {
  readonly #book: Pick<Workbook, 'texts' | 'styles' | 'is1904'>
  readonly #onRow: (row: SheetRow) => void
  #row = 0
  #cells: (SheetCell | undefined)[] = []
  #hasCells = false
  #column = -1
  #type = 'n'
  #style = 0
  #value: string | undefined
  #hasFormula = false
  #isData = false
  #isValue = false
  #reading = 0

  constructor(book: Pick<Workbook, 'texts' | 'styles' | 'is1904'>, onRow: (row: SheetRow) => void) {
    this.#book = book
    this.#onRow = onRow
  }

  open(name: string, attributes: string): void {
    if (name === 'sheetData') this.#isData = true
    if (!this.#isData) return
    if (name === 'row') this.#openRow(attributes)
    else if (name === 'c') this.#openCell(attributes)
    else if (name === 'v' || name === 't') this.#isValue = true
    else if (name === 'f') this.#hasFormula = true
    else if (name === 'rPh') this.#reading++
  }

  text(text: string): void {
    if (this.#isValue && this.#reading === 0) this.#value = (this.#value ?? '') + text
  }

  close(name: string): void {
    if (!this.#isData) return
    if (name === 'v' || name === 't') this.#isValue = false
    else if (name === 'rPh') this.#reading--
    else if (name === 'c') this.#closeCell()
    else if (name === 'row') {
      if (this.#hasCells) this.#onRow({ number: this.#row, cells: this.#cells })
      this.#cells = []
      this.#hasCells = false
    } else if (name === 'sheetData') this.#isData = false
  }

  #openRow(attributes: string): void {
    const number = Number(attribute(attributes, 'r') ?? this.#row + 1)
    if (!Number.isInteger(number) || number <= this.#row || number > 1_048_576)
      throw new Error(`row ${attribute(attributes, 'r')} after row ${this.#row}`)
    this.#row = number
    this.#column = -1
  }

  #openCell(attributes: string): void {
    const reference = attribute(attributes, 'r')
    const column = reference === undefined ? this.#column + 1 : columnOf(reference)
    if (column <= this.#column || column < 0)
      throw new Error(`cell ${reference} of row ${this.#row} where it must not be`)
    this.#column = column
    this.#type = attribute(attributes, 't') ?? 'n'
    this.#style = Number(attribute(attributes, 's') ?? 0)
    this.#value = undefined
    this.#hasFormula = false
  }

  #closeCell(): void {
    const cell = this.#cell()
    if (cell.text === '') return
    if (cell.text === undefined && cell.fault === undefined) return
    this.#cells[this.#column] = { at: `${lettersOf(this.#column)}${this.#row}`, ...cell }
    this.#hasCells = true
  }

  #cell(): Omit<SheetCell, 'at'> {
    const value = this.#value
    if (value === undefined || (value === '' && this.#type !== 's'))
      return this.#hasFormula && value === undefined
        ? { code: 'missing_value', fault: 'holds a formula without a value; open and save the workbook' }
        : {}
    switch (this.#type) {
      case 's': {
        const text = /^\d+$/.test(value.trim()) ? this.#book.texts[Number(value)] : undefined
        return text === undefined
          ? {
              code: 'invalid_text',
              fault: `refers to a text that is not there, number ${value.slice(0, 20)}`,
            }
          : { text }
      }
      case 'str':
      case 'inlineStr':
        return { text: cellText(value) }
      case 'd':
        return { text: value.replace('T', ' ').replace(/Z$|( 00:00:00(\.0+)?)$/, '') }
      case 'b':
        return { text: value.trim() === '1' ? 'true' : 'false' }
      case 'e':
        return { code: 'cell_error', fault: `holds ${value.slice(0, 40)}`, stored: value }
      default: {
        const text = numberText(value, this.#book.styles[this.#style] ?? 'number', this.#book.is1904)
        return text === undefined
          ? {
              code: 'invalid_number',
              fault: `holds no number that can be: ${value.slice(0, 40)}`,
              stored: value,
            }
          : { text }
      }
    }
  }
}
