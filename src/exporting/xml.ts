/** Text in XML. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

/** Control characters but for tab and line ends, halves of characters, and the two that are none. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|\ufffe|\uffff/gu

/** A text as it stands in an element or an attribute; characters that XML 1.0 forbids become U+FFFD. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"\n\r\t]/g, (character) => ENTITIES[character])
}
