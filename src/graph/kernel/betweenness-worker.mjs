/** A thread that takes blocks of sources until none is left. Plain JavaScript, so that it starts at once. */
import { workerData } from 'node:worker_threads'

const { module, memory, ticket, blocks } = workerData
const { accumulate } = new WebAssembly.Instance(module, { env: { memory } }).exports
const tickets = new Int32Array(memory.buffer)
for (let b = Atomics.add(tickets, ticket, 1); b < blocks.length; b = Atomics.add(tickets, ticket, 1))
  accumulate(...workerData.scratch, ...blocks[b])
