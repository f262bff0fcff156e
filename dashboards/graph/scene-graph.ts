/** A scene as sigma takes it: a graph whose nodes and edges know their places in the scene. */
import { UndirectedGraph } from 'graphology'
import type { Scene } from './visible.ts'

export interface SceneAttributes {
  readonly i: number
  x: number
  y: number
}

export interface SceneEdgeAttributes {
  readonly e: number
}

export type SceneGraph = UndirectedGraph<SceneAttributes, SceneEdgeAttributes>

/** @param places x and y by place in the scene */
export function sceneGraphOf({ nodes, source, target }: Scene, places: Float32Array): SceneGraph {
  const graph: SceneGraph = new UndirectedGraph()
  for (let i = 0; i < nodes.length; i++)
    graph.addNode(nodes[i].id, { i, x: places[2 * i], y: places[2 * i + 1] })
  for (let e = 0; e < source.length; e++)
    graph.addEdgeWithKey(`${e}`, nodes[source[e]].id, nodes[target[e]].id, { e })
  return graph
}
