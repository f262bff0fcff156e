/** The public series with their outbreak states, and the alarms that R's package raised on them. */
import { join } from 'node:path'
import { openWarehouse } from '../../warehouse/index.ts'

export interface PublicSeries {
  readonly dataset: string
  readonly counts: Float64Array
  readonly outbreak: Uint8Array
}

export interface ReferenceAlarm {
  readonly dataset: string
  readonly method: string
  readonly parameters: string
  /** From 0. */
  readonly index: number
  /** NaN where the reference has none. */
  readonly upper: number
  readonly alarm: boolean
}

export async function readSurveillance(
  folder: string,
): Promise<{ readonly series: PublicSeries[]; readonly alarms: ReferenceAlarm[] }> {
  const warehouse = await openWarehouse({ path: ':memory:', mode: 'write', allowedDirectories: [folder] })
  const path = (name: string) => `'${join(folder, name).replaceAll("'", "''")}'`
  try {
    const alarms = await warehouse.columns(
      `select dataset, method, params, (idx::int - 1)::double as place, try_cast(upperbound as double) as upper, (alarm = '1')::double as alarm
       from read_csv(${path('reference_alarms.csv')}, all_varchar = true, header = true) order by dataset, method, params, idx::int`,
      { dataset: 'string', method: 'string', params: 'string', place: 'f64', upper: 'f64', alarm: 'f64' },
    )
    const points = await warehouse.columns(
      `select dataset, observed::double as observed, outbreak_state::double as state from ${path('surveillance_series.parquet')}
       where dataset in (select dataset from read_csv(${path('reference_alarms.csv')}, all_varchar = true, header = true))
       order by dataset, unit, idx`,
      { dataset: 'string', observed: 'f64', state: 'f64' },
    )
    const places = new Map<string, number[]>()
    for (let i = 0; i < points.rows; i++) {
      const name = String(points.columns.dataset[i])
      const list = places.get(name)
      if (list) list.push(i)
      else places.set(name, [i])
    }
    const a = alarms.columns
    return {
      series: [...places].map(([dataset, at]) => ({
        dataset,
        counts: Float64Array.from(at, (i) => points.columns.observed[i]),
        outbreak: Uint8Array.from(at, (i) => (points.columns.state[i] > 0 ? 1 : 0)),
      })),
      alarms: Array.from({ length: alarms.rows }, (_, i) => ({
        dataset: String(a.dataset[i]),
        method: String(a.method[i]),
        parameters: String(a.params[i]),
        index: a.place[i],
        upper: a.upper[i],
        alarm: a.alarm[i] === 1,
      })),
    }
  } finally {
    await warehouse.close()
  }
}
