/** Writes Protocol Buffers messages: the few wire types that ONNX needs. Reference: protobuf.dev, "Encoding". */

const UTF8 = new TextEncoder()

/** One message under construction. Fields may be written in any order and more than once. */
export class Message {
  readonly #chunks: Uint8Array[] = []
  #bytes = 0

  /** A whole number, also negative ones. */
  int(field: number, value: number): this {
    this.#key(field, 0)
    return this.#push(varint(value))
  }

  /** 32-bit float. */
  float(field: number, value: number): this {
    this.#key(field, 5)
    return this.#push(new Uint8Array(Float32Array.of(value).buffer))
  }

  text(field: number, value: string): this {
    return this.bytes(field, UTF8.encode(value))
  }

  bytes(field: number, value: Uint8Array): this {
    this.#key(field, 2)
    this.#push(varint(value.length))
    return this.#push(value)
  }

  message(field: number, value: Message): this {
    return this.bytes(field, value.encode())
  }

  /** Whole numbers one behind the other. */
  ints(field: number, values: ArrayLike<number>): this {
    const packed = new Message()
    for (let i = 0; i < values.length; i++) packed.#push(varint(values[i]))
    return this.bytes(field, packed.encode())
  }

  /** 32-bit floats one behind the other. */
  floats(field: number, values: ArrayLike<number>): this {
    return this.bytes(field, new Uint8Array(Float32Array.from(values).buffer))
  }

  encode(): Uint8Array {
    const out = new Uint8Array(this.#bytes)
    let at = 0
    for (const chunk of this.#chunks) {
      out.set(chunk, at)
      at += chunk.length
    }
    return out
  }

  #key(field: number, wire: number): void {
    this.#push(varint(field * 8 + wire))
  }

  #push(chunk: Uint8Array): this {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    return this
  }
}

/** Seven bits a byte, the lowest first; negative numbers as 64-bit two's complement. */
function varint(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value))
  const out: number[] = []
  while (rest >= 0x80n) {
    out.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  out.push(Number(rest))
  return Uint8Array.from(out)
}
