// %% [markdown]
// # Models compared
//
// Decision tree, random forest, boosted trees, logistic regression, elastic net, isolation forest and autoencoder on the same claims:
// all learn from what was known before a day, and are judged on the outcomes of later claims. Intervals are 95 %.
// The demo book is synthetic and its later outcomes are few, so intervals are wide: read which overlap before you read which leads.

// %%
import {
  aucInterval,
  config,
  decisionTree,
  elasticNet,
  type FeatureMatrix,
  type FittedModel,
  fitAutoencoder,
  fitIsolationForest,
  logistic,
  logisticRegression,
  randomForest,
  select,
  snapshots,
  takeRows,
  textTable,
  trees,
} from 'claimscope'
import { views } from '../features/index.ts'

const SEED = 7
const { warehouse } = await snapshots(config().home, 'insurer').openCurrent()

// %% [markdown]
// ## Claims and the day that parts them
// Each claim as it stood when its papers were complete. Protected features, and those that never change, are left out.

// %%
const metas = new Map(
  views.filter(({ entity }) => entity === 'claim').flatMap((view) => Object.entries(view.features)),
)
const { columns: found } = await warehouse.columns(
  "select column_name as name from information_schema.columns where table_schema = 'feature' and table_name = 'claim'",
  { name: 'string' },
)
const names = found.name.map(String).filter((name) => metas.has(name) && !metas.get(name)?.isProtected)
const { columns, rows } = await warehouse.columns(
  `select entity_id, epoch_ms(as_of)::double as moment, ${names.map((name) => `"${name}"::float as "${name}"`).join(', ')}
   from feature.claim order by as_of, entity_id`,
  { entity_id: 'string', moment: 'f64', ...Object.fromEntries(names.map((name) => [name, 'f32' as const])) },
)
const all: FeatureMatrix = {
  names,
  rows,
  columns: names.map((name) => (columns as unknown as Record<string, Float32Array>)[name]),
  categorical: names.map((name) => (metas.get(name)?.categories?.length ?? 0) > 2),
}
const x = select(
  all,
  names.filter((_, j) => new Set(all.columns[j]).size > 1),
)

const DAY = 86_400_000
const last = columns.moment[rows - 1]
const testFrom = last - 300 * DAY
const { columns: outcomes } = await warehouse.columns(
  `select subject_id as id, max((outcome = 'fraud')::integer)::double as y, epoch_ms(min(known_at))::double as known
   from core.investigation where subject_kind = 'claim' and outcome in ('fraud', 'cleared') group by 1`,
  { id: 'string', y: 'f64', known: 'f64' },
)
const outcome = new Map(
  outcomes.id.map((id, i) => [String(id), { y: outcomes.y[i], known: outcomes.known[i] }]),
)
const of = Array.from(columns.entity_id, (id) => outcome.get(String(id)))

// Half a year old and never doubted: taken for genuine, at a third of the weight.
const learn: { row: number; y: number; weight: number }[] = []
const judge: { row: number; y: number }[] = []
for (let row = 0; row < rows; row++) {
  const [known, moment] = [of[row], columns.moment[row]]
  if (moment >= testFrom) {
    if (known) judge.push({ row, y: known.y })
  } else if (known && known.known < testFrom) learn.push({ row, y: known.y, weight: 1 })
  else if (moment < testFrom - 180 * DAY) learn.push({ row, y: 0, weight: 0.3 })
}
const training = takeRows(
  x,
  Int32Array.from(learn, ({ row }) => row),
)
const labels = {
  y: Float64Array.from(learn, ({ y }) => y),
  weight: Float64Array.from(learn, ({ weight }) => weight),
}
const later = takeRows(
  x,
  Int32Array.from(judge, ({ row }) => row),
)
const truth = Float64Array.from(judge, ({ y }) => y)
const frauds = truth.reduce((a, b) => a + b, 0)
console.log(
  `${x.names.length} features; learned from ${learn.length} claims of which ${labels.y.reduce((a, b) => a + b, 0)} confirmed fraud, judged on ${judge.length} later ones of which ${frauds}`,
)

// %% [markdown]
// ## The same claims, one model after another
// The last two have seen no outcome at all: they say what is unusual, and how far that goes with fraud is measured, not assumed.

// %%
const recipes: readonly (readonly [string, () => Promise<FittedModel> | FittedModel])[] = [
  ['decision tree', () => decisionTree({ maxDepth: 5 }).fit(training, labels, { seed: SEED })],
  ['random forest', () => randomForest({ trees: 150 }).fit(training, labels, { seed: SEED })],
  [
    'boosted trees',
    () =>
      trees({ rounds: 150, learningRate: 0.05, maxDepth: 4, l2: 5, rowSample: 0.7, columnSample: 0.5 }).fit(
        training,
        labels,
        { seed: SEED },
      ),
  ],
  ['logistic regression', () => logisticRegression({ l2: 10 }).fit(training, labels, { seed: SEED })],
  [
    'elastic net',
    () => elasticNet({ mix: 0.5, penalties: 15, folds: 4 }).fit(training, labels, { seed: SEED }),
  ],
  ['isolation forest', () => fitIsolationForest(training, { seed: SEED })],
  ['autoencoder', () => fitAutoencoder(training, {}, { seed: SEED })],
]
const hasBoth = frauds > 0 && frauds < judge.length
const compared = []
const fitted = new Map<string, FittedModel>()
for (const [model, make] of recipes) {
  const began = performance.now()
  const made = await make()
  const seconds = (performance.now() - began) / 1000
  fitted.set(model, made)
  const margin = made.margin(later)
  const auc = hasBoth ? aucInterval(margin, truth) : undefined
  const order = [...margin.keys()].sort((a, b) => margin[b] - margin[a])
  const top = order.slice(0, Math.max(1, Math.round(judge.length / 5)))
  compared.push({
    model,
    auc: auc?.value ?? Number.NaN,
    low: auc?.low ?? Number.NaN,
    high: auc?.high ?? Number.NaN,
    'fraud in the top fifth': top.reduce((sum, i) => sum + truth[i], 0) / top.length,
    seconds,
  })
}
console.log(textTable(compared))
console.log(`share of fraud among all judged: ${(frauds / judge.length).toFixed(3)}`)

// %% [markdown]
// ## What the elastic net kept
// Features whose coefficient the penalty did not take out, by the mean size of what they add.

// %%
const net = fitted.get('elastic net')
if (!net) throw new Error('missing model: elastic net')
const { parts, bias } = net.explain(later)
const kept = net.features
  .map((name, j) => ({
    name,
    meaning: metas.get(name)?.meaning.en ?? name,
    'mean abs log-odds': parts[j].reduce((sum, v) => sum + Math.abs(v), 0) / Math.max(1, later.rows),
  }))
  .filter((row) => row['mean abs log-odds'] > 0)
  .sort((a, b) => b['mean abs log-odds'] - a['mean abs log-odds'])
console.log(
  `${kept.length} of ${net.features.length} features; a claim with every feature at its mean: ${logistic(bias).toFixed(3)}`,
)
console.log(textTable(kept.slice(0, 10)))

// %% [markdown]
// ## The reasons of every model add up
// Bias and parts of each claim give its margin, whatever the model.

// %%
for (const [model, made] of fitted) {
  const margin = made.margin(later)
  const why = made.explain(later)
  for (let i = 0; i < later.rows; i++) {
    const sum = why.parts.reduce((total, part) => total + part[i], why.bias)
    if (Math.abs(sum - margin[i]) > 1e-6)
      throw new Error(`the reasons of ${model} do not add up to its margin`)
  }
}
console.log(`reasons of ${fitted.size} models add up to their margins on ${later.rows} claims`)

// %%
await warehouse.close()
