/** The parts of a workbook: its sheets by name, its shared texts, its formats, each read out of the archive within limits. */
import { invalid, UserError } from '../errors.ts'
import { firstBytes } from './unpack.ts'
import { cellText, type Shown, shownAs } from './workbook-cells.ts'
import { attribute, XmlScanner, type XmlSink } from './xml.ts'
import { isZip, listMembers, type Member, memberBlocks } from './zip.ts'

const DEFAULTS = {
  /** Characters of all shared texts. */
  texts: 256 << 20,
  /** Shared texts. */
  strings: 8 << 20,
  /** Bytes of the parts beside sheets and texts, each. */
  part: 32 << 20,
} as const

export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly part: string }[]
  readonly texts: readonly string[]
  /** How the numbers of each cell style are shown. */
  readonly styles: readonly Shown[]
  /** Days count from 1904 instead of 1900. */
  readonly is1904: boolean
  /** Streams a part through `sink`; `onBytes` is told how many bytes of it are done. */
  read(part: string, sink: XmlSink, onBytes?: (bytes: number) => void): Promise<void>
}

/** Opens a workbook. @throws UserError when it is damaged, unsafe or none. */
export async function openWorkbook(path: string, name: string): Promise<Workbook> {
  if (!isZip(firstBytes(path))) {
    const isOld = firstBytes(path, 8).toString('hex') === 'd0cf11e0a1b11ae1'
    throw invalid(
      'file',
      name,
      isOld ? 'an old or encrypted workbook; save it as .xlsx without a password' : 'no .xlsx workbook',
    )
  }
  const members = new Map(listMembers(path, name).map((member) => [member.name.toLowerCase(), member]))
  const find = (part: string) => members.get(part.toLowerCase().replace(/^\//, ''))
  const read = async (part: string, sink: XmlSink, onBytes?: (bytes: number) => void) => {
    const member = find(part)
    if (!member) throw invalid('file', name, `damaged: its part ${part} is missing`)
    await scan(path, member, name, sink, onBytes)
  }
  const whole = async (part: string, sink: Partial<XmlSink>) => {
    const member = find(part)
    if (member && member.bytes > DEFAULTS.part) throw invalid('file', name, `its part ${part} is too large`)
    if (member) await scan(path, member, name, { open: ignore, text: ignore, close: ignore, ...sink })
    return member !== undefined
  }

  let main = 'xl/workbook.xml'
  await whole('_rels/.rels', {
    open: (_, attributes) => {
      if (attribute(attributes, 'Type')?.endsWith('/officeDocument'))
        main = attribute(attributes, 'Target')?.replace(/^\//, '') ?? main
    },
  })
  const targets = await relations(main, whole)
  const sheets: { name: string; part: string }[] = []
  let is1904 = false
  const found = await whole(main, {
    open: (element, attributes) => {
      if (element === 'workbookPr') is1904 = /^(1|true)$/i.test(attribute(attributes, 'date1904') ?? '')
      if (element !== 'sheet') return
      const target = targets.get(attribute(attributes, 'id') ?? '')
      if (target?.type === 'worksheet')
        sheets.push({ name: attribute(attributes, 'name') ?? '', part: target.part })
    },
  })
  if (!found || sheets.length === 0) throw invalid('file', name, 'no workbook, or one without a sheet')
  const partOf = (type: string) => [...targets.values()].find((target) => target.type === type)?.part
  return {
    sheets,
    is1904,
    texts: await textsOf(partOf('sharedStrings'), find, read, name),
    styles: await stylesOf(partOf('styles'), whole),
    read,
  }
}

const ignore = () => undefined

type Whole = (part: string, sink: Partial<XmlSink>) => Promise<boolean>

/** Parts that the main part refers to, by their ids there. */
async function relations(main: string, whole: Whole) {
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const targets = new Map<string, { readonly type: string; readonly part: string }>()
  await whole(`${folder}_rels/${main.slice(folder.length)}.rels`, {
    open: (element, attributes) => {
      const [id, target, type] = ['Id', 'Target', 'Type'].map((key) => attribute(attributes, key))
      if (element !== 'Relationship' || !id || !target || !type) return
      if (attribute(attributes, 'TargetMode') === 'External') return
      const part = target.startsWith('/') ? target.slice(1) : folder + target
      targets.set(id, { type: type.slice(type.lastIndexOf('/') + 1), part })
    },
  })
  return targets
}

async function scan(
  path: string,
  member: Member,
  name: string,
  sink: XmlSink,
  onBytes?: (bytes: number) => void,
): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const scanner = new XmlScanner(sink)
  let bytes = 0
  try {
    for await (const block of memberBlocks(path, member, name)) {
      scanner.push(decoder.decode(block, { stream: true }))
      bytes += block.length
      onBytes?.(bytes)
    }
    scanner.push(decoder.decode())
    scanner.end()
  } catch (error) {
    if (error instanceof UserError) throw error
    throw invalid('file', name, `damaged: ${member.name}: ${(error as Error).message}`)
  }
}

/** The texts that cells refer to by number; readings (furigana) are left out. */
async function textsOf(
  part: string | undefined,
  find: (part: string) => Member | undefined,
  read: Workbook['read'],
  name: string,
): Promise<string[]> {
  const texts: string[] = []
  if (!part || !find(part)) return texts
  let text: string | undefined
  let isText = false
  let reading = 0
  let total = 0
  await read(part, {
    open: (element) => {
      if (element === 'si') text = ''
      else if (element === 't') isText = true
      else if (element === 'rPh') reading++
    },
    text: (piece) => {
      if (isText && reading === 0 && text !== undefined) text += piece
    },
    close: (element) => {
      if (element === 't') isText = false
      else if (element === 'rPh') reading--
      else if (element === 'si') {
        texts.push(cellText(text ?? ''))
        total += texts[texts.length - 1].length
        text = undefined
        if (total > DEFAULTS.texts || texts.length > DEFAULTS.strings)
          throw invalid('file', name, 'more shared texts than fit in memory')
      }
    },
  })
  return texts
}

async function stylesOf(part: string | undefined, whole: Whole): Promise<Shown[]> {
  const codes = new Map<number, string>()
  const styles: Shown[] = []
  let isCells = false
  if (!part) return styles
  await whole(part, {
    open: (element, attributes) => {
      if (element === 'numFmt')
        codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '')
      else if (element === 'cellXfs') isCells = true
      else if (element === 'xf' && isCells) {
        const id = Number(attribute(attributes, 'numFmtId') ?? 0)
        styles.push(shownAs(id, codes.get(id)))
      }
    },
    close: (element) => {
      if (element === 'cellXfs') isCells = false
    },
  })
  return styles
}
