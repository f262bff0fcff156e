/** The text of an answer, in the encoding that it names: in its header, its XML declaration or its `meta`. */
import { textDecoder } from '../util/text-decoder.ts'
import type { Answer } from './http.ts'

/** Bytes of the beginning in which an encoding may be named. */
const HEAD = 2048

export function textOf({ body, headers }: Pick<Answer, 'body' | 'headers'>): string {
  const head = body.subarray(0, HEAD).toString('latin1')
  const named =
    /charset\s*=\s*"?([\w.:-]+)/i.exec(headers['content-type'] ?? '')?.[1] ??
    /^\s*(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1] ??
    /<meta[^>]+charset\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1] ??
    'utf-8'
  try {
    return textDecoder(named).decode(body)
  } catch {
    return new TextDecoder().decode(body)
  }
}
