/** The force layout in a worker: large pictures take shape while the page goes on. */
import { type ForceJob, placesOf, runForce } from './force.ts'

export interface ForceProgress {
  readonly places: Float32Array
  readonly done: boolean
}

/** Milliseconds between pictures of the way. */
const BETWEEN = 250

const scope = self as unknown as {
  onmessage: (event: MessageEvent<ForceJob>) => void
  postMessage: (message: ForceProgress, transfer: Transferable[]) => void
}

scope.onmessage = ({ data: job }) => {
  let told = performance.now()
  for (let step = 1; step <= job.steps; step++) {
    runForce(job, 1)
    const now = performance.now()
    if (step < job.steps && now - told < BETWEEN) continue
    told = now
    const places = placesOf(job)
    scope.postMessage({ places, done: step === job.steps }, [places.buffer])
  }
}
