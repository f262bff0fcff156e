/** Jobs over made graphs, ours and the peers' by turns. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchCase } from '../bench.ts'
import type { MadeGraph } from './made-graph.ts'
import { askPeer } from './peers/python.ts'

/** Wall and processor seconds, all threads together. */
export interface Spent {
  readonly wall: number
  readonly cpu: number
}

export interface PeerAnswer extends Spent {
  readonly version: string
  readonly modularity?: number
}

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1]
const digits = (x: number) => Number(x.toPrecision(4))

/** Runs a piece of work and says what it took. */
export async function spend<T>(work: () => T | Promise<T>): Promise<{ spent: Spent; result: T }> {
  const [began, before] = [performance.now(), process.cpuUsage()]
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  return { spent: { wall: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 }, result }
}

export interface Comparison<T> {
  readonly ours: Spent
  readonly peer: PeerAnswer | undefined
  readonly result: T
}

export class GraphRuns {
  readonly #folder: string
  readonly #python: string | undefined
  readonly versions: Record<string, string> = { node: process.version }

  private constructor(folder: string, python: string | undefined) {
    this.#folder = folder
    this.#python = python
  }

  /** Works in a folder of its own, and cleans up. */
  static async in<T>(
    folder: string,
    python: string | undefined,
    work: (runs: GraphRuns) => Promise<T>,
  ): Promise<T> {
    await mkdir(folder, { recursive: true })
    try {
      return await work(new GraphRuns(folder, python))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** Keeps numbers where the peer can read them. */
  async write(name: string, values: Int32Array | Float64Array): Promise<string> {
    const path = join(this.#folder, name)
    await writeFile(path, Buffer.from(values.buffer, values.byteOffset, values.byteLength))
    return path
  }

  /** What the peer's last job found. */
  async found(): Promise<Float64Array> {
    const bytes = await readFile(join(this.#folder, 'out'))
    return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  }

  /** One job of the peer's; undefined without Python. */
  async ask(
    library: string,
    graph: MadeGraph,
    job: Record<string, unknown>,
  ): Promise<PeerAnswer | undefined> {
    if (!this.#python) return undefined
    const answer = await askPeer<PeerAnswer>(
      this.#python,
      'graph_peer.py',
      {
        nodes: graph.n,
        left: await this.write('left', graph.left),
        right: await this.write('right', graph.right),
        out: join(this.#folder, 'out'),
        ...job,
      },
      { folder: this.#folder },
    )
    this.versions[library] = answer.version
    return answer
  }

  /** Medians of both sides by turns; with more than one round the first warms up our side and does not count. */
  async compare<T>(
    rounds: number,
    library: string,
    graph: MadeGraph,
    job: Record<string, unknown>,
    work: () => T | Promise<T>,
  ): Promise<Comparison<T>> {
    const ours: Spent[] = []
    const theirs: PeerAnswer[] = []
    let result: T | undefined = rounds > 1 ? await work() : undefined
    for (let round = 0; round < rounds; round++) {
      const { spent, result: found } = await spend(work)
      result = found
      ours.push(spent)
      const answer = await this.ask(library, graph, job)
      if (answer) theirs.push(answer)
    }
    const middle = (list: readonly Spent[]): Spent => ({
      wall: median(list.map((one) => one.wall)),
      cpu: median(list.map((one) => one.cpu)),
    })
    return {
      ours: middle(ours),
      peer: theirs.length > 0 ? { ...theirs[0], ...middle(theirs) } : undefined,
      result: result as T,
    }
  }
}

/** A case of the comparison in wall seconds; the processor's are among the figures. */
export function graphCase(
  name: string,
  { ours, peer }: Comparison<unknown>,
  peerName: string,
  figures: Record<string, number> = {},
): BenchCase {
  return {
    case: name,
    ours: digits(ours.wall),
    peer: peer ? digits(peer.wall) : null,
    peer_name: peer ? peerName : null,
    ratio: peer ? digits(ours.wall / peer.wall) : null,
    unit: 's',
    figures: {
      processor_seconds: digits(ours.cpu),
      ...(peer
        ? { peer_processor_seconds: digits(peer.cpu), processor_ratio: digits(ours.cpu / peer.cpu) }
        : {}),
      ...Object.fromEntries(
        Object.entries(figures).map(([key, value]) => [key, Number(value.toPrecision(6))]),
      ),
    },
  }
}
