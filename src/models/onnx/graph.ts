/**
 * An ONNX graph under construction: nodes, constants, and the model around them. Everything between input and output is a matrix of
 * one row a claim.
 *
 * Reference: onnx.proto of ONNX 1.16 (IR version 9), operator sets ai.onnx 18 and ai.onnx.ml 3.
 */
import { Message } from './protobuf.ts'

export const DEFAULTS = { ir: 9, opset: 18, mlOpset: 3 } as const

/** Element types of tensors. */
export const TYPES = { float: 1, int64: 7, double: 11 } as const
export type Type = keyof typeof TYPES

/** Types of attributes. */
const KINDS = { float: 1, int: 2, text: 3, floats: 6, ints: 7, texts: 8 } as const

type Attribute =
  | { readonly int: number }
  | { readonly text: string }
  | { readonly floats: ArrayLike<number> }
  | { readonly ints: ArrayLike<number> }
  | { readonly texts: readonly string[] }

export interface OnnxNames {
  /** Name of the graph, and of the model. */
  readonly name: string
  /** Version of the code that writes it. */
  readonly version: string
}

export class Graph {
  readonly #message = new Message()
  #names = 0

  /** Adds a node with one output and gives the output's name. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    options: { readonly ml?: boolean; readonly output?: string } = {},
  ): string {
    const output = options.output ?? `v${this.#names++}`
    const message = new Message()
    for (const input of inputs) message.text(1, input)
    message.text(2, output).text(3, `${operator}_${output}`).text(4, operator)
    for (const [name, attribute] of Object.entries(attributes)) message.message(5, encoded(name, attribute))
    if (options.ml) message.text(7, 'ai.onnx.ml')
    this.#message.message(1, message)
    return output
  }

  /** A constant tensor; `dims` empty is a single number. */
  constant(type: Type, dims: readonly number[], values: ArrayLike<number>): string {
    const name = `c${this.#names++}`
    const data =
      type === 'float'
        ? Float32Array.from(values)
        : type === 'double'
          ? Float64Array.from(values)
          : BigInt64Array.from(Array.from(values, BigInt))
    const message = new Message()
    if (dims.length > 0) message.ints(1, dims)
    message.int(2, TYPES[type]).text(8, name).bytes(9, new Uint8Array(data.buffer))
    this.#message.message(5, message)
    return name
  }

  /** Declares an input or output: rows of any number, `width` columns. */
  declare(side: 'input' | 'output', name: string, width: number): void {
    const dimensions = new Message()
      .message(1, new Message().text(2, 'rows'))
      .message(1, new Message().int(1, width))
    const tensor = new Message().int(1, TYPES.float).message(2, dimensions)
    const type = new Message().message(1, tensor)
    this.#message.message(side === 'input' ? 11 : 12, new Message().text(1, name).message(2, type))
  }

  /** The file's bytes; `notes` are kept as metadata. */
  model({ name, version }: OnnxNames, notes: Readonly<Record<string, string>>): Uint8Array {
    this.#message.text(2, name)
    const message = new Message()
      .int(1, DEFAULTS.ir)
      .text(2, 'claimscope')
      .text(3, version)
      .message(7, this.#message)
      .message(8, new Message().text(1, '').int(2, DEFAULTS.opset))
      .message(8, new Message().text(1, 'ai.onnx.ml').int(2, DEFAULTS.mlOpset))
    for (const [key, value] of Object.entries(notes))
      message.message(14, new Message().text(1, key).text(2, value))
    return message.encode()
  }
}

function encoded(name: string, attribute: Attribute): Message {
  const message = new Message().text(1, name)
  if ('int' in attribute) return message.int(3, attribute.int).int(20, KINDS.int)
  if ('text' in attribute) return message.text(4, attribute.text).int(20, KINDS.text)
  if ('floats' in attribute) return message.floats(7, attribute.floats).int(20, KINDS.floats)
  if ('ints' in attribute) return message.ints(8, attribute.ints).int(20, KINDS.ints)
  for (const text of attribute.texts) message.text(9, text)
  return message.int(20, KINDS.texts)
}
