/** The thread of rewire-beside.ts: takes a sample of a book and hands back what is found in it rewired. */
import { parentPort, workerData } from 'node:worker_threads'
import { tsImport } from 'tsx/esm/api'

const { rewiredClasses } = await tsImport('./rewired-classes.ts', import.meta.url)
const classes = rewiredClasses(workerData, (book) => parentPort.postMessage({ book }))
parentPort.postMessage({ classes })
