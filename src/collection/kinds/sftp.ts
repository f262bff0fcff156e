/** Collects files from a folder of an SFTP server whose key is known. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import Client from 'ssh2-sftp-client'
import type { SftpCollector } from '../../collector.ts'
import { invalid } from '../../errors.ts'
import { publicAddresses } from '../address.ts'
import type { Collecting } from '../collecting.ts'
import { type Drop, type DroppedState, takeDropped } from '../dropped.ts'

const DEFAULTS = { port: 22, connectSeconds: 20 } as const

export async function collectSftp(
  definition: SftpCollector,
  collecting: Collecting<DroppedState>,
): Promise<void> {
  const { variable, rules, signal } = collecting
  const url = addressOf(variable(definition.address))
  const port = Number(url.port || DEFAULTS.port)
  const [host] = await publicAddresses(url.hostname.replace(/^\[|\]$/g, ''), port, rules)
  const client = new Client('claimscope')
  const stop = () => void client.end().catch(() => undefined)
  signal.addEventListener('abort', stop)
  try {
    await client.connect({
      host,
      port,
      username: decodeURIComponent(url.username),
      ...(definition.password ? { password: variable(definition.password) } : {}),
      ...(definition.privateKey ? { privateKey: variable(definition.privateKey) } : {}),
      hostVerifier: (key: Buffer) => isKey(key, variable(definition.fingerprint)),
      readyTimeout: DEFAULTS.connectSeconds * 1000,
    })
    await takeDropped(definition, collecting, remote(client, decodeURIComponent(url.pathname)))
  } finally {
    signal.removeEventListener('abort', stop)
    await client.end().catch(() => undefined)
  }
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'sftp:' || !url.username || url.password)
    throw invalid('address', 'of the SFTP server', 'sftp://user@host:port/folder, the password apart')
  return url
}

/** Whether the server's key has the fingerprint that was agreed, in the form `SHA256:...`. */
function isKey(key: Buffer, fingerprint: string): boolean {
  const found = createHash('sha256').update(key).digest()
  const wanted = Buffer.from(fingerprint.replace(/^SHA256:/, ''), 'base64')
  return wanted.length === found.length && timingSafeEqual(wanted, found)
}

function remote(client: Client, folder: string): Drop {
  const path = (name: string) => `${folder.replace(/\/$/, '')}/${name}`
  return {
    async list() {
      const entries = await client.list(folder)
      return entries
        .filter(({ type, name }) => type === '-' && !name.includes('/'))
        .map(({ name, size, modifyTime }) => ({ name, size, modified: modifyTime }))
    },
    async fetch(name, to) {
      // `get` answers when all is read; the pipeline waits until all is written too.
      await pipeline(client.createReadStream(path(name)), createWriteStream(to))
    },
    async remove(name) {
      await client.delete(path(name), true)
    },
  }
}
