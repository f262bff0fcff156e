/** Phrases by their characters: the longest one that begins at a place of a text. */

interface Node<T> {
  readonly next: Map<number, Node<T>>
  values: T[] | undefined
}

const SPACE = 32
const isGap = (c: number) => c === SPACE || (c >= 9 && c <= 13) || c === 0xa0 || c === 0x2d

export interface Found<T> {
  readonly end: number
  readonly values: readonly T[]
}

export class Trie<T> {
  readonly #root: Node<T> = { next: new Map(), values: undefined }

  /** Adds a value to a phrase; a run of white space or a hyphen in it stands for any. */
  add(phrase: string, value: T): void {
    let node = this.#root
    for (let i = 0; i < phrase.length; i++) {
      let c = phrase.charCodeAt(i)
      if (isGap(c)) {
        if (i > 0 && isGap(phrase.charCodeAt(i - 1))) continue
        c = SPACE
      }
      let next = node.next.get(c)
      if (!next) {
        next = { next: new Map(), values: undefined }
        node.next.set(c, next)
      }
      node = next
    }
    if (node !== this.#root) (node.values ??= []).push(value)
  }

  /** The longest phrase at `from` that ends where `isEnd` says that a phrase may. */
  longest(text: string, from: number, isEnd: (at: number) => boolean): Found<T> | undefined {
    let node: Node<T> | undefined = this.#root
    let found: Found<T> | undefined
    for (let i = from; i < text.length; ) {
      let c = text.charCodeAt(i)
      let to = i + 1
      if (isGap(c)) {
        c = SPACE
        while (to < text.length && isGap(text.charCodeAt(to))) to++
      }
      node = node.next.get(c)
      if (!node) break
      i = to
      if (node.values && isEnd(i)) found = { end: i, values: node.values }
    }
    return found
  }
}
