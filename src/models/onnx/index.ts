/**
 * A fitted model as an ONNX file, for systems that score without claimscope. Input `features`: floats, one column a feature in the
 * model's order, NaN for missing, categories by their codes. Outputs `margin` and `score`, one column each.
 */
import { invalid } from '../../errors.ts'
import type { FittedModel, Objective } from '../../model.ts'
import { FittedEnsemble } from '../ensemble.ts'
import { FittedLinear } from '../linear/linear.ts'
import { FittedTrees } from '../trees/trees.ts'
import { Graph, type OnnxNames, TYPES } from './graph.ts'
import { addLinear } from './linear.ts'
import { addForest } from './trees.ts'

/** The file's bytes. @throws UserError for kinds that ONNX has no operators for: trees, linear models and their ensembles go. */
export function toOnnx(model: FittedModel, names: OnnxNames): Uint8Array {
  const graph = new Graph()
  graph.declare('input', 'features', model.features.length)
  const infinite = graph.node('IsInf', ['features'])
  const none = graph.constant('float', [1, 1], [Number.NaN])
  const floats = graph.node('Where', [infinite, none, 'features'])
  const doubles = graph.node('Cast', [floats], { to: { int: TYPES.double } })
  const margin = addMargin(graph, { floats, doubles }, model)
  const to = { to: { int: TYPES.float } }
  graph.node('Cast', [margin], to, { output: 'margin' })
  graph.node('Cast', [linked(graph, margin, model.objective)], to, { output: 'score' })
  graph.declare('output', 'margin', 1)
  graph.declare('output', 'score', 1)
  return graph.model(names, {
    features: JSON.stringify(model.features),
    objective: model.objective,
    kind: model.kind,
  })
}

interface Inputs {
  readonly floats: string
  readonly doubles: string
}

/** Adds the margin, one double a row. */
function addMargin(graph: Graph, inputs: Inputs, model: FittedModel): string {
  if (model instanceof FittedTrees) {
    const sum = graph.node('Cast', [addForest(graph, inputs.floats, model.forest)], {
      to: { int: TYPES.double },
    })
    return graph.node('Add', [sum, graph.constant('double', [1, 1], [model.base])])
  }
  if (model instanceof FittedLinear)
    return addLinear(graph, inputs.doubles, model.bias, model.design, model.coefficients)
  if (model instanceof FittedEnsemble) {
    const weighted = model.members.map((member, k) =>
      graph.node('Mul', [
        addMargin(graph, inputs, member),
        graph.constant('double', [1, 1], [model.weights[k]]),
      ]),
    )
    return weighted.reduce((sum, one) => graph.node('Add', [sum, one]))
  }
  throw invalid('model kind for ONNX', model.kind, 'trees, linear models and ensembles of them')
}

function linked(graph: Graph, margin: string, objective: Objective): string {
  if (objective === 'squared') return margin
  return graph.node(objective === 'binary' ? 'Sigmoid' : 'Exp', [margin])
}
