/** Entities that deserve a look, after linkage: weak bridges, loose and large groups, into `core.entity_doubt`. */
import type { Warehouse } from '../warehouse/index.ts'
import { bridges } from './bridges.ts'

const DEFAULTS = {
  /** A bridge is weak when its weight lies at most so many bits above the line. */
  nearBits: 4,
  /** Entities of at least so many parties are asked how well their members know each other, */
  looseParties: 4,
  /** and are loose when fewer of the possible pairs match, 0 to 1. */
  density: 0.5,
  /** Entities of more parties than this are large. */
  largeParties: 10,
} as const

/** Doubts by kind. */
export interface DoubtReport {
  readonly bridge: number
  readonly loose: number
  readonly large: number
}

/** Rewrites `core.entity_doubt` from `core.match` and `core.entity`. `line` is the match line, bits. */
export async function findDoubts(warehouse: Warehouse, line: number): Promise<DoubtReport> {
  await warehouse.execute(`
    delete from core.entity_doubt;
    create or replace table staging.doubt_member as
      select party_id, entity_id, parties, (row_number() over (order by entity_id, party_id) - 1)::integer as id
      from (select *, count(*) over (partition by entity_id) as parties from core.entity) where parties > 2;
    create or replace table staging.doubt_edge as
      select l.entity_id, l.id as l, r.id as r, m.match_weight
      from core.match m join staging.doubt_member l on l.party_id = m.party_id_l join staging.doubt_member r on r.party_id = m.party_id_r
      where l.entity_id = r.entity_id and not m.is_vetoed and m.match_weight >= ${line};
    create or replace table staging.doubt_group as
      select entity_id, any_value(parties)::integer as parties, coalesce(any_value(e.edges), 0) / (any_value(parties) * (any_value(parties) - 1) / 2) as density
      from staging.doubt_member left join (select entity_id, count(*) as edges from staging.doubt_edge group by all) e using (entity_id)
      group by entity_id;
    insert into core.entity_doubt (entity_id, kind, parties, density)
      select entity_id, 'loose', parties, density from staging.doubt_group
      where parties >= ${DEFAULTS.looseParties} and density < ${DEFAULTS.density}
      union all select entity_id, 'large', parties, density from staging.doubt_group where parties > ${DEFAULTS.largeParties}
      order by 1, 2`)
  const { columns } = await warehouse.columns(
    'select l, r, match_weight as weight from staging.doubt_edge order by l, r',
    { l: 'i32', r: 'i32', weight: 'f64' },
  )
  const members = await warehouse.columns('select count(*) as n from staging.doubt_member', { n: 'f64' })
  const weak = bridges(members.columns.n[0], columns.l, columns.r).filter(
    ({ edge }) => columns.weight[edge] < line + DEFAULTS.nearBits,
  )
  await warehouse.execute(
    'create or replace table staging.doubt_bridge (l integer, r integer, weight double, side integer)',
  )
  await warehouse.append('staging.doubt_bridge', {
    l: Int32Array.from(weak, ({ edge }) => columns.l[edge]),
    r: Int32Array.from(weak, ({ edge }) => columns.r[edge]),
    weight: Float64Array.from(weak, ({ edge }) => columns.weight[edge]),
    side: Int32Array.from(weak, ({ sides }) => sides[0]),
  })
  await warehouse.execute(`
    insert into core.entity_doubt
      select g.entity_id, 'bridge', g.parties, g.density, a.party_id, b.party_id, k.weight, k.side
      from staging.doubt_bridge k join staging.doubt_member a on a.id = k.l join staging.doubt_member b on b.id = k.r
      join staging.doubt_group g on g.entity_id = a.entity_id
      order by g.entity_id, k.weight;
    drop table staging.doubt_bridge; drop table staging.doubt_group; drop table staging.doubt_edge; drop table staging.doubt_member`)
  const counts = await warehouse.columns(
    `select count(*) filter (kind = 'bridge') as bridge, count(*) filter (kind = 'loose') as loose,
      count(*) filter (kind = 'large') as large from core.entity_doubt`,
    { bridge: 'f64', loose: 'f64', large: 'f64' },
  )
  return {
    bridge: counts.columns.bridge[0],
    loose: counts.columns.loose[0],
    large: counts.columns.large[0],
  }
}
