/** Edges that wait until the picture stands still: sigma's own way of hiding them reads the whole graph anew after every drag. */
import { EdgeLineProgram, EdgeRectangleProgram } from 'sigma/rendering'
import type { RenderParams } from 'sigma/types'
import type { SceneAttributes, SceneEdgeAttributes } from './scene-graph.ts'

/** @param isMoving while it says so, no edge is drawn. */
export function edgePrograms(isMoving: () => boolean) {
  return {
    line: class extends EdgeRectangleProgram<SceneAttributes, SceneEdgeAttributes> {
      override render(params: RenderParams): void {
        if (!isMoving()) super.render(params)
      }
    },
    hair: class extends EdgeLineProgram<SceneAttributes, SceneEdgeAttributes> {
      override render(params: RenderParams): void {
        if (!isMoving()) super.render(params)
      }
    },
  }
}
