/** File operations that survive a loss of power: synced before they are renamed, their folder synced after. */
import { open, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Flushes a file to the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Flushes a folder's list of names; systems that cannot (Windows) keep their own order. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch (error) {
    if (process.platform !== 'win32') throw error
  }
}

/** Writes a new file and flushes it. */
export async function writeSynced(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Moves a flushed file to its place, in one step. */
export async function moveSynced(from: string, to: string): Promise<void> {
  await rename(from, to)
  await syncFolder(dirname(to))
}

/** Replaces a file in one step: a reader sees the old content or the new one. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}`)
  await writeSynced(temporary, content)
  await moveSynced(temporary, path)
}
