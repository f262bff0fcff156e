/** Places on a plane, near enough for distances of a few kilometres. */

const KM_A_DEGREE = 111.195

/**
 * East and north in kilometres. One cosine serves the whole book, as strips of their own would tear neighbours apart: within 15 degrees
 * of the mean latitude distances to the east are right to some 15 %.
 */
export function kilometres(
  latitude: Float64Array,
  longitude: Float64Array,
): { readonly x: Float64Array; readonly y: Float64Array } {
  const mean = latitude.reduce((sum, degrees) => sum + Math.abs(degrees), 0) / Math.max(1, latitude.length)
  const east = KM_A_DEGREE * Math.cos((mean * Math.PI) / 180)
  return {
    x: longitude.map((degrees) => degrees * east),
    y: latitude.map((degrees) => degrees * KM_A_DEGREE),
  }
}
