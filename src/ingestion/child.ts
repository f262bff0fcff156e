/** The process that parses: loads what it is told into the warehouse file it is given, says how far it is, and ends. */
import { UserError } from '../errors.ts'
import { openWarehouse } from '../warehouse/index.ts'
import { ingest } from './ingest.ts'
import type { Answer, Order } from './messages.ts'
import { recovered } from './recovered.ts'
import type { IngestReport } from './report.ts'

/** Resolves when the parent has it; sending is not waiting. */
const say = (answer: Answer) => new Promise<void>((resolve) => process.send?.(answer, () => resolve()))

async function obey({ file, sources, options, isAgain, keepGoing }: Order): Promise<IngestReport> {
  const warehouse = await openWarehouse({ ...file, mode: 'write' })
  try {
    const report = await ingest(warehouse, sources, {
      ...options,
      onFile: (name, source) => void say({ kind: 'file', file: name, source }),
      onProgress: (progress) => void say({ kind: 'progress', progress }),
      onRefused: (name, source, reason) => void say({ kind: 'refused', file: name, source, reason }),
      keepGoing,
    })
    return isAgain ? await recovered(warehouse, report, options.loadedAt) : report
  } finally {
    await warehouse.close()
  }
}

// Nobody waits for the result of a parent that is gone. An exit would wait for the statement that runs.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.once('message', (order) => {
  obey(order as Order)
    .then(
      (report) => say({ kind: 'done', report }),
      (error: Error) =>
        say({
          kind: 'failed',
          message: error.message ?? String(error),
          stack: error.stack,
          status: error instanceof UserError ? error.status : undefined,
        }),
    )
    .finally(() => process.exit(0))
})
