/** Charts of a tariff on held-out policies: tenths, lift, double lift, ordered Lorenz curve. */
import { scaleLinear } from 'd3'
import type { ComponentChildren } from 'preact'
import type { Portfolio } from '../../src/api/schemas/index.ts'
import { count, decimal, money, percent } from '../format.ts'
import { words } from '../words.ts'
import { Figure, type FigureData, useWidth } from './figure.tsx'
import { groupScales, HEIGHT, type Interval, MARGIN, pathOf } from './tariff-layout.ts'

interface Series {
  readonly name: string
  readonly values: readonly number[]
  readonly mark: 'ours' | 'tariff' | 'observed'
  /** 95 % intervals, drawn as whiskers. */
  readonly intervals?: readonly Interval[]
}

interface GroupsProps {
  readonly title: string
  readonly note: string
  readonly unit: string
  readonly series: readonly Series[]
  readonly show: (value: number) => string
  readonly data: FigureData
}

/** Lines over tenths, with a legend that names each. */
function Groups({ title, note, unit, series, show, data }: GroupsProps) {
  const { ref, width } = useWidth<HTMLDivElement>(480)
  const groups = series[0]?.values.length ?? 0
  const scales = groupScales(
    groups,
    series.flatMap(({ values }) => values),
    series.flatMap(({ intervals = [] }) => intervals.map(({ high }) => high)),
    width,
  )
  const { x, y } = scales
  return (
    <Figure title={title} note={note} data={data}>
      <Legend series={series} />
      <div ref={ref}>
        <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={title}>
          <Ticks ticks={y.ticks(5)} y={y} width={width} show={show} />
          {Array.from({ length: groups }, (_, i) => (
            <text key={i} class="axis-text" x={x(i)} y={HEIGHT - MARGIN.bottom + 15} text-anchor="middle">
              {i + 1}
            </text>
          ))}
          <text class="axis-title" x={width - MARGIN.right} y={HEIGHT - 4} text-anchor="end">
            {words('tenth')} →
          </text>
          <text class="axis-title" x={4} y={10}>
            {unit}
          </text>
          {series.map(({ name, values, mark, intervals = [] }) => (
            <g key={name} class={`tariff-series ${mark}`}>
              {intervals.map(({ low, high }, i) => (
                <line key={i} class="whisker" x1={x(i)} x2={x(i)} y1={y(low)} y2={y(high)} />
              ))}
              <path d={pathOf(values, scales)} />
              {values.map((value, i) => (
                <circle key={i} cx={x(i)} cy={y(value)} r="3">
                  <title>
                    {name} {i + 1}: {show(value)}
                  </title>
                </circle>
              ))}
            </g>
          ))}
        </svg>
      </div>
    </Figure>
  )
}

function Ticks({
  ticks,
  y,
  width,
  show,
}: {
  ticks: readonly number[]
  y: (value: number) => number
  width: number
  show: (value: number) => ComponentChildren
}) {
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="grid-line" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
          <text class="axis-text" x={MARGIN.left - 6} y={y(tick)} dy="0.32em" text-anchor="end">
            {show(tick)}
          </text>
        </g>
      ))}
    </>
  )
}

function Legend({ series }: { series: readonly Pick<Series, 'name' | 'mark'>[] }) {
  return (
    <ul class="tariff-legend">
      {series.map(({ name, mark }) => (
        <li key={name} class={mark}>
          <svg width="22" height="10" aria-hidden="true" class={`tariff-series ${mark}`}>
            <path d="M1,5L21,5" />
            <circle cx="11" cy="5" r="3" />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  )
}

const tariffName = (of: Portfolio) => words(of.tariff === 'premium' ? 'presentPremium' : 'regressionTariff')
const within = ({ value, low, high }: Interval, show: (value: number) => string) =>
  `${show(value)} (${show(low)} – ${show(high)})`

/** Expected beside observed cost a year, by tenth of the expected. */
export function Tenths({ of }: { of: Portfolio }) {
  return (
    <Groups
      title={words('tenthsTitle')}
      note={words('tenthsNote')}
      unit={words('costAYear')}
      show={money}
      series={[
        { name: words('expected'), mark: 'ours', values: of.tenths.map(({ expected }) => expected) },
        {
          name: words('observed'),
          mark: 'observed',
          values: of.tenths.map(({ observed }) => observed.value),
          intervals: of.tenths.map(({ observed }) => observed),
        },
      ]}
      data={{
        head: [words('tenth'), words('policies'), words('expected'), words('observed')],
        rows: of.tenths.map((bin, i) => [
          i + 1,
          count(bin.policies),
          money(bin.expected),
          within(bin.observed, money),
        ]),
      }}
    />
  )
}

/** Observed cost by tenth under our order and under the tariff's. */
export function Lift({ of }: { of: Portfolio }) {
  const show = (value: number) => decimal(value, 1)
  return (
    <Groups
      title={words('liftTitle')}
      note={words('liftNote')}
      unit={words('relativeCost')}
      show={show}
      series={[
        { name: tariffName(of), mark: 'tariff', values: of.lift.tariff.map(({ value }) => value) },
        {
          name: words('ours'),
          mark: 'ours',
          values: of.lift.ours.map(({ value }) => value),
          intervals: of.lift.ours,
        },
      ]}
      data={{
        head: [words('tenth'), words('ours'), tariffName(of)],
        rows: of.lift.ours.map((bin, i) => [i + 1, within(bin, show), within(of.lift.tariff[i], show)]),
      }}
    />
  )
}

/** Ours, the tariff and the observed where the two disagree. */
export function DoubleLift({ of }: { of: Portfolio }) {
  const show = (value: number) => decimal(value, 1)
  return (
    <Groups
      title={words('doubleTitle')}
      note={words('doubleNote')}
      unit={words('relativeCost')}
      show={show}
      series={[
        { name: tariffName(of), mark: 'tariff', values: of.doubleLift.map(({ tariff }) => tariff) },
        { name: words('ours'), mark: 'ours', values: of.doubleLift.map(({ ours }) => ours) },
        {
          name: words('observed'),
          mark: 'observed',
          values: of.doubleLift.map(({ observed }) => observed.value),
          intervals: of.doubleLift.map(({ observed }) => observed),
        },
      ]}
      data={{
        head: [words('tenth'), words('policies'), words('ours'), tariffName(of), words('observed')],
        rows: of.doubleLift.map((bin, i) => [
          i + 1,
          count(bin.policies),
          decimal(bin.ours, 2),
          decimal(bin.tariff, 2),
          within(bin.observed, (value) => decimal(value, 2)),
        ]),
      }}
    />
  )
}

/** Share of the cost that lies with the cheapest policies, by our order and by the tariff's. */
export function Lorenz({ of }: { of: Portfolio }) {
  const { ref, width } = useWidth<HTMLDivElement>(480)
  const x = scaleLinear([0, 1], [MARGIN.left, width - MARGIN.right])
  const y = scaleLinear([0, 1], [HEIGHT - MARGIN.bottom, MARGIN.top])
  const curves = [
    {
      name: `${tariffName(of)} · ${decimal(of.gini.tariff.value, 2)}`,
      mark: 'tariff',
      points: of.lorenz.tariff,
    },
    { name: `${words('ours')} · ${decimal(of.gini.ours.value, 2)}`, mark: 'ours', points: of.lorenz.ours },
  ] as const
  return (
    <Figure
      title={words('lorenzTitle')}
      note={words('lorenzNote')}
      data={{
        head: [words('shareOfExposure'), `${words('ours')}: ${words('shareOfCost')}`],
        rows: of.lorenz.ours
          .filter((_, i) => i % 5 === 0)
          .map(({ premium, loss }) => [percent(premium), percent(loss)]),
      }}
    >
      <Legend series={curves} />
      <div ref={ref}>
        <svg
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={words('lorenzTitle')}
        >
          <Ticks ticks={[0, 0.25, 0.5, 0.75, 1]} y={y} width={width} show={(tick) => `${tick * 100}%`} />
          {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
            <text
              key={tick}
              class="axis-text"
              x={x(tick)}
              y={HEIGHT - MARGIN.bottom + 15}
              text-anchor="middle"
            >
              {tick * 100}%
            </text>
          ))}
          <text class="axis-title" x={width - MARGIN.right} y={HEIGHT - 4} text-anchor="end">
            {words('shareOfExposure')} →
          </text>
          <text class="axis-title" x={4} y={10}>
            {words('shareOfCost')}
          </text>
          <line class="mark-expected" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
          {curves.map(({ mark, points }) => (
            <g key={mark} class={`tariff-series ${mark}`}>
              <path
                d={points
                  .map(
                    ({ premium, loss }, i) =>
                      `${i === 0 ? 'M' : 'L'}${x(premium).toFixed(1)},${y(loss).toFixed(1)}`,
                  )
                  .join('')}
              />
            </g>
          ))}
        </svg>
      </div>
    </Figure>
  )
}
