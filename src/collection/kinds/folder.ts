/** Collects files from a watched folder of this machine. */
import { constants } from 'node:fs'
import { copyFile, lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FolderCollector } from '../../collector.ts'
import { missing } from '../../errors.ts'
import type { Collecting } from '../collecting.ts'
import { type Drop, type DroppedFile, type DroppedState, takeDropped } from '../dropped.ts'

export async function collectFolder(
  definition: FolderCollector,
  collecting: Collecting<DroppedState>,
): Promise<void> {
  await takeDropped(definition, collecting, folder(collecting.variable(definition.address)))
}

function folder(path: string): Drop {
  return {
    async list() {
      let names: string[]
      try {
        names = await readdir(path)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw missing('folder', path)
        throw error
      }
      const files: DroppedFile[] = []
      for (const name of names) {
        // lstat: a link in a folder that others write to could lead to any file of ours.
        const found = await lstat(join(path, name)).catch(() => undefined)
        if (found?.isFile()) files.push({ name, size: found.size, modified: found.mtimeMs })
      }
      return files
    },
    fetch: (name, to) => copyFile(join(path, name), to, constants.COPYFILE_FICLONE),
    remove: (name) => rm(join(path, name), { force: true }),
  }
}
