/** The XML of office documents, scanned as it streams: elements, attributes, texts; no document types, no entities of one's own. */

const DEFAULTS = {
  /** Elements within each other. */
  depth: 64,
  /** A longer tag or text is refused, characters. */
  longest: 16 << 20,
} as const

/** What is in the text; names come without their prefix, attributes as they are spelled (see {@link attribute}). */
export interface XmlSink {
  open(name: string, attributes: string): void
  text(text: string): void
  close(name: string): void
}

/** Scans a document that comes in pieces. Throws a plain `Error` in words for what is no well-formed document. */
export class XmlScanner {
  readonly #sink: XmlSink
  readonly #open: string[] = []
  #rest = ''
  #elements = 0

  constructor(sink: XmlSink) {
    this.#sink = sink
  }

  push(piece: string): void {
    const text = this.#rest + piece
    let at = 0
    while (at < text.length) {
      if (text[at] !== '<') {
        const next = text.indexOf('<', at)
        if (next < 0) break
        if (this.#open.length > 0) this.#sink.text(unescaped(text.slice(at, next)))
        at = next
      }
      const end = this.#tag(text, at)
      if (end < 0) break
      at = end
    }
    this.#rest = text.slice(at)
    if (this.#rest.length > DEFAULTS.longest) throw new Error('a tag or text without an end')
  }

  end(): void {
    if (this.#open.length > 0 || this.#elements === 0 || this.#rest.trim() !== '')
      throw new Error('its XML breaks off')
  }

  /** Reads what begins with `<`; gives where it ends, or -1 when it does not end yet. */
  #tag(text: string, at: number): number {
    if (text.startsWith('<?', at)) return after(text, '?>', at)
    if (text.startsWith('<!', at)) {
      if (text.length < at + 9) return -1
      if (text.startsWith('<!--', at)) return after(text, '-->', at)
      if (!text.startsWith('<![CDATA[', at))
        throw new Error('declares a document type, which it has no use for')
      const end = after(text, ']]>', at)
      if (end > 0) this.#sink.text(text.slice(at + 9, end - 3))
      return end
    }
    const end = tagEnd(text, at)
    if (end < 0) return -1
    if (text[at + 1] === '/') {
      const name = local(text.slice(at + 2, end).trim())
      if (this.#open.pop() !== name) throw new Error(`an element ${name} that ends where it must not`)
      this.#sink.close(name)
      return end + 1
    }
    const isEmpty = text[end - 1] === '/'
    const body = text.slice(at + 1, isEmpty ? end - 1 : end)
    const space = body.search(/\s/)
    const name = local(space < 0 ? body : body.slice(0, space))
    if (name === '') throw new Error('an element without a name')
    if (this.#open.length >= DEFAULTS.depth) throw new Error(`elements more than ${DEFAULTS.depth} deep`)
    this.#elements++
    this.#sink.open(name, space < 0 ? '' : body.slice(space))
    if (isEmpty) this.#sink.close(name)
    else this.#open.push(name)
    return end + 1
  }
}

const PATTERNS = new Map<string, RegExp>()

/** The value of an attribute by its name without prefix; undefined when it is not there. */
export function attribute(attributes: string, name: string): string | undefined {
  let pattern = PATTERNS.get(name)
  if (!pattern) {
    pattern = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*("[^"]*"|'[^']*')`)
    PATTERNS.set(name, pattern)
  }
  const found = pattern.exec(attributes)
  return found ? unescaped(found[1].slice(1, -1)) : undefined
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from + 2)
  return at < 0 ? -1 : at + mark.length
}

/** Where a tag's `>` is, outside of attribute values. */
function tagEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 62) return i
    if (c === 60) throw new Error('a tag within a tag')
    if (c === 34 || c === 39) {
      i = text.indexOf(text[i], i + 1)
      if (i < 0) return -1
    }
  }
  return -1
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;]{0,12});?/g, (all, name: string) => {
    const code = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(name)
    const point = code ? Number.parseInt(code[1] ?? code[2], code[1] ? 16 : 10) : -1
    if (all.endsWith(';') && point >= 0 && point <= 0x10ffff) return String.fromCodePoint(point)
    if (all.endsWith(';') && name in NAMED) return NAMED[name]
    throw new Error(`an unknown entity &${name.slice(0, 12)}`)
  })
}
