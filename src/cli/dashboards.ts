/** The built dashboards: made when missing or older than their sources. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../dashboards')

function newest(folder: string): number {
  let latest = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'dist') continue
    const path = join(folder, entry.name)
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs)
  }
  return latest
}

/** Folder of the built dashboards. */
export async function ensureDashboards(onBuild: () => void): Promise<string> {
  const dist = join(root, 'dist')
  const stamp = join(dist, 'index.html')
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= newest(root)) return dist
  onBuild()
  const { build } = await import('vite')
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'error' })
  return dist
}
