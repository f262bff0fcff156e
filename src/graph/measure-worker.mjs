/** The thread of measure-part.ts: takes a graph in shared memory and hands its measures back. */
import { parentPort, workerData } from 'node:worker_threads'
import { tsImport } from 'tsx/esm/api'

const { measurePart } = await tsImport('./measure-part.ts', import.meta.url)
const part = measurePart(workerData)
const owned = [part.component, part.core, part.isCut, part.flow].map(({ buffer }) => buffer)
parentPort.postMessage(part, owned)
