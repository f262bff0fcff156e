/** Draws a node as a shape that tells its kind without colour: a signed distance for each shape, in one fragment shader. */
import type Sigma from 'sigma'
import { NodeProgram, type ProgramInfo } from 'sigma/rendering'
import type { NodeDisplayData, RenderParams } from 'sigma/types'
import { floatColor } from 'sigma/utils'
import type { SceneAttributes, SceneEdgeAttributes } from './scene-graph.ts'

export const SHAPES = [
  'circle',
  'square',
  'diamond',
  'triangle',
  'hexagon',
  'down',
  'cross',
  'house',
  'upright',
  'card',
  'target',
  'saltire',
  'frame',
] as const
export type Shape = (typeof SHAPES)[number]

/** What a node shows beside its shape. */
export interface ShapeMarks {
  readonly shape?: Shape
  /** Colour of the ring around it; undefined for none. */
  readonly halo?: string | undefined
  /** Held in its place: a dot in the middle. */
  readonly pinned?: boolean
}

const MARKS = /* glsl */ `
attribute vec4 a_color;
attribute vec4 a_halo;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
varying vec4 v_color;
varying vec4 v_halo;
varying float v_shape;
varying float v_pixel;
const float bias = 255.0 / 254.0;
void mark() {
  v_shape = a_shape;
  v_pixel = u_sizeRatio / a_size;
  v_color = a_color;
  v_color.a *= bias;
  v_halo = a_halo;
  v_halo.a *= bias;
}`

/** A triangle around each node: a circle of one radius, of half as many again with a halo, lies within. */
const CORNERS = /* glsl */ `${MARKS}
attribute float a_angle;
uniform float u_correctionRatio;
varying vec2 v_place;
void main() {
  float size = a_size * u_correctionRatio / u_sizeRatio * 4.0;
  vec2 corner = vec2(cos(a_angle), sin(a_angle)) * (a_halo.a > 0.0 ? 1.5 : 1.0);
  gl_Position = vec4((u_matrix * vec3(a_position + size * corner, 1)).xy, 0, 1);
  v_place = corner * 2.0;
  mark();
}`

/** A point for each node, as large as its shape and halo are. */
const POINT = /* glsl */ `${MARKS}
uniform float u_pixelRatio;
varying float v_extent;
void main() {
  v_extent = a_halo.a > 0.0 ? 1.5 : 1.22;
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  gl_PointSize = 2.0 * v_extent * a_size / u_sizeRatio * u_pixelRatio;
  mark();
}`

// The place is in units of the node's radius; v_shape is the number of the shape, 32 more when the node is pinned.
const fragment = (varying: string, place: string) => /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec4 v_halo;
varying float v_shape;
varying float v_pixel;
${varying}
float triangle(vec2 p) {
  return max(abs(p.x) * 0.866 + p.y * 0.5, -p.y) - 0.55;
}
float box(vec2 p, float w, float h) {
  return max(abs(p.x) - w, abs(p.y) - h);
}
float plus(vec2 p) {
  vec2 a = abs(p);
  return max(min(a.x, a.y) - 0.4, max(a.x, a.y) - 1.0);
}
float distanceTo(vec2 p, float shape) {
  vec2 a = abs(p);
  if (shape < 0.5) return length(p) - 1.0;
  if (shape < 1.5) return box(p, 0.86, 0.86);
  if (shape < 2.5) return (a.x + a.y - 1.2) * 0.707;
  if (shape < 3.5) return triangle(p);
  if (shape < 4.5) return max(a.x * 0.866 + a.y * 0.5, a.y) - 0.92;
  if (shape < 5.5) return triangle(vec2(p.x, -p.y));
  if (shape < 6.5) return plus(p);
  if (shape < 7.5) return max(max((a.x + p.y - 1.05) * 0.707, a.x - 0.85), -p.y - 0.85);
  if (shape < 8.5) return box(p, 0.58, 1.0);
  if (shape < 9.5) return box(p, 1.05, 0.66);
  if (shape < 10.5) return max(length(p) - 1.0, 0.45 - length(p));
  if (shape < 11.5) return plus(mat2(0.707, 0.707, -0.707, 0.707) * p);
  return max(box(p, 0.9, 0.9), -box(p, 0.42, 0.42));
}
void main(void) {
  bool pinned = v_shape > 31.5;
  float shape = pinned ? v_shape - 32.0 : v_shape;
  vec2 place = ${place};
  float d = distanceTo(place, shape);
  float far = length(place);
  vec4 color = mix(v_color, vec4(0.0), smoothstep(-v_pixel, 0.0, d));
  if (v_halo.a > 0.0) {
    float ring = abs(far - 1.32) - 0.11;
    color = mix(mix(v_halo, vec4(0.0), smoothstep(-v_pixel, 0.0, ring)), color, color.a);
  }
  if (pinned) color = mix(vec4(1.0, 1.0, 1.0, 1.0) * v_color.a, color, smoothstep(-v_pixel, 0.0, far - 0.3));
  gl_FragColor = color;
}`

const { FLOAT, UNSIGNED_BYTE, TRIANGLES, POINTS } = WebGLRenderingContext
const UNIFORMS = ['u_sizeRatio', 'u_correctionRatio', 'u_pixelRatio', 'u_matrix'] as const
const ATTRIBUTES = [
  { name: 'a_position', size: 2, type: FLOAT },
  { name: 'a_size', size: 1, type: FLOAT },
  { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
  { name: 'a_halo', size: 4, type: UNSIGNED_BYTE, normalized: true },
  { name: 'a_shape', size: 1, type: FLOAT },
]
const ANGLES = [0, (2 * Math.PI) / 3, (4 * Math.PI) / 3]
const NO_HALO = floatColor('rgba(0,0,0,0)')

/**
 * What both ways of drawing a node share. Neither draws instances, which software in the place of a graphics card takes one by one,
 * nor sigma's second pass, which draws every node once more to read off what is pointed at.
 */
abstract class MarkProgram extends NodeProgram<
  (typeof UNIFORMS)[number],
  SceneAttributes,
  SceneEdgeAttributes
> {
  constructor(
    gl: WebGLRenderingContext,
    _: WebGLFramebuffer | null,
    renderer: Sigma<SceneAttributes, SceneEdgeAttributes>,
  ) {
    super(gl, null, renderer)
  }

  /** Writes a vertex and gives the place of the next. */
  protected write(at: number, data: NodeDisplayData & ShapeMarks): number {
    const { array } = this
    array[at++] = data.x
    array[at++] = data.y
    array[at++] = data.size
    array[at++] = floatColor(data.color)
    array[at++] = data.halo === undefined ? NO_HALO : floatColor(data.halo)
    array[at++] = SHAPES.indexOf(data.shape ?? 'circle') + (data.pinned ? 32 : 0)
    return at
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio)
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio)
    gl.uniform1f(uniformLocations.u_pixelRatio, params.pixelRatio)
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix)
  }
}

/** Nodes of any size. */
export class ShapeProgram extends MarkProgram {
  getDefinition() {
    return {
      VERTICES: 3,
      VERTEX_SHADER_SOURCE: CORNERS,
      FRAGMENT_SHADER_SOURCE: fragment('varying vec2 v_place;', 'v_place'),
      METHOD: TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [...ATTRIBUTES, { name: 'a_angle', size: 1, type: FLOAT }],
    }
  }

  processVisibleItem(_: number, startIndex: number, data: NodeDisplayData & ShapeMarks): void {
    let at = startIndex
    for (const angle of ANGLES) {
      at = this.write(at, data)
      this.array[at++] = angle
    }
  }
}

/** The nodes of large pictures, which are small: a third of the vertices; graphics cards bound the size of a point. */
export class PointProgram extends MarkProgram {
  getDefinition() {
    return {
      VERTICES: 1,
      VERTEX_SHADER_SOURCE: POINT,
      FRAGMENT_SHADER_SOURCE: fragment(
        'varying float v_extent;',
        'v_extent * (2.0 * gl_PointCoord - 1.0) * vec2(1.0, -1.0)',
      ),
      METHOD: POINTS,
      UNIFORMS,
      ATTRIBUTES,
    }
  }

  processVisibleItem(_: number, startIndex: number, data: NodeDisplayData & ShapeMarks): void {
    this.write(startIndex, data)
  }
}
