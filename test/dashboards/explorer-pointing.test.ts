/** What a person points at in the picture, and the stretch of a layout that the stage shows. */
import { describe, expect, test } from 'vitest'
import { between, boxOf, joined } from '../../dashboards/graph/box.ts'
import { nodeAt } from '../../dashboards/graph/node-at.ts'

describe('pointing', () => {
  const drawn = {
    places: Float32Array.of(0, 0, 100, 0, 112, 0),
    size: Float32Array.of(2, 20, 5),
    scale: 1,
    unit: 1,
  }

  test('the node that the point lies on, by its size', () => {
    expect(nodeAt({ x: 85, y: 0 }, drawn)).toBe(1)
    expect(nodeAt({ x: 60, y: 0 }, drawn)).toBe(-1)
  })

  test('of two that lie on each other the one whose middle is nearer for its size', () => {
    expect(nodeAt({ x: 111, y: 0 }, drawn)).toBe(2)
    expect(nodeAt({ x: 104, y: 0 }, drawn)).toBe(1)
  })

  test('a node is met within four pixels however small it is, and whatever a pixel spans', () => {
    expect(nodeAt({ x: 0, y: 3.5 }, drawn)).toBe(0)
    expect(nodeAt({ x: 0, y: 5 }, drawn)).toBe(-1)
    const alone = { ...drawn, places: drawn.places.subarray(0, 2), size: drawn.size.subarray(0, 1) }
    expect(nodeAt({ x: 0, y: 30 }, { ...alone, unit: 10 })).toBe(0)
    expect(nodeAt({ x: 0, y: 5 }, { ...alone, scale: 3 })).toBe(0)
  })
})

describe('stretch of a layout', () => {
  test('holds every place, and leaves room around one alone or none', () => {
    expect(boxOf(Float32Array.of(1, 2, -3, 8, 5, 4))).toEqual({ x: [-3, 5], y: [2, 8] })
    expect(boxOf(Float32Array.of(10, 20))).toEqual({ x: [-40, 60], y: [-30, 70] })
    expect(boxOf(new Float32Array())).toEqual({ x: [-1, 1], y: [-1, 1] })
  })

  test('two together, and half way from one to the other', () => {
    const [a, b] = [boxOf(Float32Array.of(0, 0, 10, 10)), boxOf(Float32Array.of(4, -6, 20, 2))]
    expect(joined(a, b)).toEqual({ x: [0, 20], y: [-6, 10] })
    expect(between(a, b, 0.5)).toEqual({ x: [2, 15], y: [-3, 6] })
  })
})
