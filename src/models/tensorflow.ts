/** TensorFlow.js on the best backend there is: native when tfjs-node is installed, else WebAssembly, else plain CPU. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export type TensorFlow = typeof import('@tensorflow/tfjs')

/** Not among our dependencies (it downloads a binary when installed), but used when a user has it. */
const NATIVE = '@tensorflow/tfjs-node'

let loading: Promise<TensorFlow> | undefined

/** Loads TensorFlow.js at the first call only: commands that fit no such model start without it. */
export function tensorflow(): Promise<TensorFlow> {
  loading ??= load()
  return loading
}

/** Where TensorFlow works, and the native memory that it holds now. */
export interface NeuralBackend {
  /** `tensorflow` (native), `wasm` or `cpu`. */
  readonly backend: string
  readonly tensors: number
  readonly bytes: number
}

/** The backend in use; undefined while nothing has asked for TensorFlow. */
export async function neuralBackend(): Promise<NeuralBackend | undefined> {
  const tf = await loading
  if (!tf) return undefined
  const { numTensors, numBytes } = tf.memory()
  return { backend: tf.getBackend(), tensors: numTensors, bytes: numBytes }
}

async function load(): Promise<TensorFlow> {
  const require = createRequire(import.meta.url)
  if (isInstalled(require, NATIVE)) return (await import(NATIVE)) as TensorFlow
  const [tf, wasm] = await Promise.all([import('@tensorflow/tfjs'), import('@tensorflow/tfjs-backend-wasm')])
  tf.enableProdMode()
  wasm.setWasmPaths(
    `${join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist')}/`,
  )
  const ready = await tf.setBackend('wasm').catch(() => false)
  if (!ready) await tf.setBackend('cpu')
  await tf.ready()
  return tf
}

function isInstalled(require: NodeJS.Require, name: string): boolean {
  try {
    require.resolve(name)
    return true
  } catch {
    return false
  }
}
