/** An SFTP server over one folder, enough of the protocol to list, read and remove. */
import { createHash, generateKeyPairSync } from 'node:crypto'
import { type BigIntStats, closeSync, lstatSync, openSync, readdirSync, readSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import ssh2 from 'ssh2'
import { onTestFinished } from 'vitest'

export interface SftpSite {
  /** `127.0.0.1:port`. */
  readonly host: string
  readonly fingerprint: string
  /** Passwords that clients offered. */
  readonly passwords: string[]
}

const { STATUS_CODE } = ssh2.utils.sftp

/** Serves `folder` as `/drop`. */
export async function sftpServer(
  folder: string,
  login: { user: string; password: string },
): Promise<SftpSite> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const parsed = ssh2.utils.parseKey(privateKey)
  if (parsed instanceof Error) throw parsed
  const key = Array.isArray(parsed) ? parsed[0] : parsed
  const passwords: string[] = []
  const local = (path: string) =>
    path === '/drop' || path === '/drop/' ? folder : join(folder, basename(path))
  const attributes = (path: string) => {
    const { size, mtime, mode } = lstatSync(path, { bigint: true }) as BigIntStats
    const seconds = Math.floor(mtime.getTime() / 1000)
    return { mode: Number(mode), uid: 0, gid: 0, size: Number(size), atime: seconds, mtime: seconds }
  }
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
    client.on('error', () => undefined)
    client.on('authentication', (context) => {
      if (context.method !== 'password') return context.reject(['password'])
      passwords.push(context.password)
      if (context.username === login.user && context.password === login.password) context.accept()
      else context.reject(['password'])
    })
    client.on('session', (accept) =>
      accept().on('sftp', (open) => {
        const sftp = open()
        const handles = new Map<number, { file: number } | { names: string[] }>()
        let last = 0
        const hold = (id: number, what: { file: number } | { names: string[] }) => {
          handles.set(++last, what)
          const handle = Buffer.alloc(4)
          handle.writeUInt32BE(last)
          sftp.handle(id, handle)
        }
        const held = (handle: Buffer) => handles.get(handle.readUInt32BE())
        const orMissing = (id: number, work: () => void) => {
          try {
            work()
          } catch {
            sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
          }
        }
        sftp.on('REALPATH', (id, path) =>
          sftp.name(id, [{ filename: path, longname: path, attrs: attributes(folder) }]),
        )
        for (const event of ['STAT', 'LSTAT'] as const)
          sftp.on(event, (id: number, path: string) =>
            orMissing(id, () => sftp.attrs(id, attributes(local(path)))),
          )
        sftp.on('OPENDIR', (id) => hold(id, { names: readdirSync(folder) }))
        sftp.on('READDIR', (id, handle) => {
          const open = held(handle)
          const names = open && 'names' in open ? open.names.splice(0) : []
          if (names.length === 0) return sftp.status(id, STATUS_CODE.EOF)
          sftp.name(
            id,
            names.map((name) => {
              const attrs = attributes(join(folder, name))
              const kind = (attrs.mode & 0o170000) === 0o100000 ? '-' : 'l'
              return {
                filename: name,
                longname: `${kind}rw-r--r-- 1 0 0 ${attrs.size} Jan 1 00:00 ${name}`,
                attrs,
              }
            }),
          )
        })
        sftp.on('OPEN', (id, path) => orMissing(id, () => hold(id, { file: openSync(local(path), 'r') })))
        sftp.on('FSTAT', (id, handle) => {
          const open = held(handle)
          if (!open || !('file' in open)) return sftp.status(id, STATUS_CODE.FAILURE)
          sftp.status(id, STATUS_CODE.OP_UNSUPPORTED)
        })
        sftp.on('READ', (id, handle, offset, length) => {
          const open = held(handle)
          if (!open || !('file' in open)) return sftp.status(id, STATUS_CODE.FAILURE)
          const buffer = Buffer.alloc(length)
          const read = readSync(open.file, buffer, 0, length, offset)
          if (read === 0) sftp.status(id, STATUS_CODE.EOF)
          else sftp.data(id, buffer.subarray(0, read))
        })
        sftp.on('CLOSE', (id, handle) => {
          const open = held(handle)
          if (open && 'file' in open) closeSync(open.file)
          sftp.status(id, STATUS_CODE.OK)
        })
        sftp.on('REMOVE', (id, path) =>
          orMissing(id, () => {
            rmSync(local(path))
            sftp.status(id, STATUS_CODE.OK)
          }),
        )
      }),
    )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const print = createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')
  return { host: `127.0.0.1:${port}`, fingerprint: `SHA256:${print}`, passwords }
}
