/** Which models an expected cost is learned with, and the tariff that they are held against. */
import type { Task } from '../book.ts'
import type { Model } from '../model.ts'
import { gammaRegression, poissonRegression } from '../models/linear/linear.ts'
import type { TreeParameters } from '../models/trees/parameters.ts'
import { trees } from '../models/trees/trees.ts'
import type { CostRecipes } from './fit-cost.ts'
import { mainModel } from './recipes.ts'

/** Amounts are few and wild: fewer, shallower trees on larger leaves than for the number of claims. */
const SEVERITY: Partial<TreeParameters> = {
  rounds: 120,
  learningRate: 0.05,
  maxDepth: 3,
  minChildWeight: 20,
  l2: 10,
  rowSample: 0.7,
  columnSample: 0.5,
  maxBins: 64,
}

/** Cost a year learned at once: as shallow, for it is as wild. */
const DIRECT: Partial<TreeParameters> = { ...SEVERITY, minChildWeight: 1, objective: 'tweedie' }

/** Poisson boosting of the frequency, Gamma boosting of the severity. */
export const costRecipes = (task: Task): CostRecipes => ({
  rate: mainModel(task),
  severity: trees({ ...SEVERITY, objective: 'gamma' }),
})

/** The usual tariff: regressions with a logarithmic link. */
export const TARIFF: CostRecipes = {
  rate: poissonRegression({ l2: 1 }),
  severity: gammaRegression({ l2: 10 }),
}

/** One model of the cost itself, as a check on the two. */
export const directModel = (): Model => trees(DIRECT)
