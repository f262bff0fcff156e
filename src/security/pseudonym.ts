/**
 * Pseudonyms for node ids that hold a sensitive value (`phone:138...`): sealed for the outside, opened on the way back.
 * Synthetic-IV encryption after RFC 5297's idea: the IV is an HMAC of the text, so equal ids give equal pseudonyms, and a
 * pseudonym that was tampered with does not open.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { NODE_KINDS } from '../schema/words.ts'

const OPEN_KINDS = /^(?:entity|claim):/
const BARE = new RegExp(`^(?:${NODE_KINDS.filter((kind) => !OPEN_KINDS.test(`${kind}:`)).join('|')}):`)
const SEALED = /^([a-z_]+):~([A-Za-z0-9_-]+)$/

export interface Pseudonyms {
  /** Seals what is sensitive; ids of entities and claims stay as they are. */
  seal(nodeId: string): string
  /**
   * The node id behind a pseudonym; any other text stays as it is. Undefined for a pseudonym that is not ours and for a number or address
   * in the clear: whoever may not see them could try them out.
   */
  open(shown: string): string | undefined
}

/** Pseudonyms under a secret; with the same secret they stay the same over restarts. */
export function pseudonyms(secret: Uint8Array = randomBytes(32)): Pseudonyms {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `node id ${purpose}`, 32))
  const ivKey = derive('iv')
  const key = derive('encryption')
  const ivOf = (text: string) => createHmac('sha256', ivKey).update(text).digest().subarray(0, 16)
  return {
    seal(nodeId) {
      if (OPEN_KINDS.test(nodeId)) return nodeId
      const colon = nodeId.indexOf(':')
      const iv = ivOf(nodeId)
      const cipher = createCipheriv('aes-256-ctr', key, iv)
      const body = Buffer.concat([iv, cipher.update(nodeId.slice(colon + 1), 'utf8'), cipher.final()])
      return `${nodeId.slice(0, colon)}:~${body.toString('base64url')}`
    },
    open(shown) {
      const sealed = SEALED.exec(shown)
      if (!sealed) return BARE.test(shown) ? undefined : shown
      const body = Buffer.from(sealed[2], 'base64url')
      if (body.length < 17) return undefined
      const iv = body.subarray(0, 16)
      const decipher = createDecipheriv('aes-256-ctr', key, iv)
      const text = Buffer.concat([decipher.update(body.subarray(16)), decipher.final()]).toString('utf8')
      const nodeId = `${sealed[1]}:${text}`
      return timingSafeEqual(ivOf(nodeId), iv) ? nodeId : undefined
    },
  }
}
