/** A thread that makes reports, one message each. Plain JavaScript, because it is what readies a thread for the rest. */
import { parentPort } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { ringReport } = await import('./ring-report.ts')
parentPort?.on('message', async (report) => {
  try {
    const pdf = new Uint8Array(await ringReport(report))
    parentPort?.postMessage({ pdf }, [pdf.buffer])
  } catch (error) {
    parentPort?.postMessage({ error: String(error?.stack ?? error) })
  }
})
