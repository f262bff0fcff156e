/**
 * Draws edges underneath the nodes on the nodes' own canvas: sigma gives them one of their own, and where software stands in for a
 * graphics card every canvas that is laid over the stage counts for every frame.
 */
import type Sigma from 'sigma'
import { EdgeLineProgram, EdgeProgram, type ProgramInfo } from 'sigma/rendering'
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from 'sigma/types'
import { floatColor } from 'sigma/utils'
import type { SceneAttributes, SceneEdgeAttributes } from './scene-graph.ts'

type Renderer = Sigma<SceneAttributes, SceneEdgeAttributes>

const contextOf = (renderer: Renderer, otherwise: WebGLRenderingContext) =>
  (renderer.getCanvases().nodes.getContext('webgl2') as WebGLRenderingContext | null) ?? otherwise

/** Nodes are drawn first: what comes later goes where nothing is yet, so that of two edges the first lies above. */
function underneath(gl: WebGLRenderingContext, render: () => void): void {
  gl.blendFunc(gl.ONE_MINUS_DST_ALPHA, gl.ONE)
  render()
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
}

/** Edges as hair lines, for pictures of very many. */
export class HairProgram extends EdgeLineProgram<SceneAttributes, SceneEdgeAttributes> {
  constructor(gl: WebGLRenderingContext, _: WebGLFramebuffer | null, renderer: Renderer) {
    super(contextOf(renderer, gl), null, renderer)
  }

  override render(params: RenderParams): void {
    underneath(this.normalProgram.gl as WebGLRenderingContext, () => super.render(params))
  }
}

const VERTEX = /* glsl */ `
attribute vec2 a_position;
attribute vec2 a_normal;
attribute vec4 a_color;
attribute float a_thickness;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
uniform float u_least;
varying vec4 v_color;
varying float v_side;
varying float v_half;
void main() {
  float pixels = max(abs(a_thickness) / u_sizeRatio, u_least);
  float side = sign(a_thickness);
  vec2 place = a_position + a_normal * side * pixels * u_correctionRatio;
  gl_Position = vec4((u_matrix * vec3(place, 1)).xy, 0, 1);
  v_half = pixels / 2.0;
  v_side = side * v_half;
  v_color = a_color;
  v_color.a *= 255.0 / 254.0;
}`

// The outermost pixel of a line fades.
const FRAGMENT = /* glsl */ `
precision mediump float;
varying vec4 v_color;
varying float v_side;
varying float v_half;
uniform float u_feather;
void main(void) {
  gl_FragColor = mix(v_color, vec4(0.0), smoothstep(v_half - u_feather, v_half, abs(v_side)));
}`

const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext
const UNIFORMS = ['u_sizeRatio', 'u_correctionRatio', 'u_least', 'u_feather', 'u_matrix'] as const
/** Two triangles: at which end each corner lies, and on which side. */
const CORNERS = [
  [0, 1],
  [0, -1],
  [1, 1],
  [1, 1],
  [0, -1],
  [1, -1],
] as const

/** Edges with a thickness, as triangles and not as instances, which such software takes one by one. */
export class LineProgram extends EdgeProgram<
  (typeof UNIFORMS)[number],
  SceneAttributes,
  SceneEdgeAttributes
> {
  constructor(gl: WebGLRenderingContext, _: WebGLFramebuffer | null, renderer: Renderer) {
    super(contextOf(renderer, gl), null, renderer)
  }

  getDefinition() {
    return {
      VERTICES: CORNERS.length,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: 'a_position', size: 2, type: FLOAT },
        { name: 'a_normal', size: 2, type: FLOAT },
        { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: 'a_thickness', size: 1, type: FLOAT },
      ],
    }
  }

  processVisibleItem(
    _: number,
    startIndex: number,
    source: NodeDisplayData,
    target: NodeDisplayData,
    { size, color }: EdgeDisplayData,
  ): void {
    const { array } = this
    const [dx, dy] = [target.x - source.x, target.y - source.y]
    const length = Math.hypot(dx, dy) || 1
    let at = startIndex
    for (const [end, side] of CORNERS) {
      const { x, y } = end === 0 ? source : target
      array[at++] = x
      array[at++] = y
      array[at++] = -dy / length
      array[at++] = dx / length
      array[at++] = floatColor(color)
      array[at++] = side * size
    }
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio)
    gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio)
    gl.uniform1f(uniformLocations.u_least, params.minEdgeThickness)
    gl.uniform1f(uniformLocations.u_feather, params.antiAliasingFeather / params.pixelRatio)
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix)
  }

  override render(params: RenderParams): void {
    underneath(this.normalProgram.gl as WebGLRenderingContext, () => super.render(params))
  }
}
