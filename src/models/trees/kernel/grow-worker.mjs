/** A thread that takes tree-growing tasks until it is let go. Plain JavaScript, so that it starts at once. */
import { workerData } from 'node:worker_threads'

const { module, memory, scratch } = workerData
new WebAssembly.Instance(module, { env: { memory } }).exports.serve(scratch)
