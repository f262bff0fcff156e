/** Entities from pairs: groups anew where something changed, names that last, and a record of what merged and split. */
import type { Warehouse } from '../warehouse/index.ts'
import { claim } from './claims.ts'
import { clustersApart } from './clusters.ts'

/** What a person decided about a pair: they are one, or two, whatever the weights say. */
export interface PairVerdict {
  readonly party_id_l: string
  readonly party_id_r: string
  readonly same: boolean
}

export interface EntityReport {
  /** Parties whose entities were looked at again. */
  readonly looked: number
  /** Parties that went to another entity because two became one, or one became two. */
  readonly merged: number
  readonly split: number
}

/** Weight of a pair that a person joined: above every weight that evidence reaches. */
const DECIDED = 1e6

/** Fills `staging.link_verdict`, each pair once (the last verdict counts), parties that are known only. */
export async function readVerdicts(warehouse: Warehouse, verdicts: readonly PairVerdict[]): Promise<void> {
  const last = new Map<string, PairVerdict>()
  for (const { party_id_l: a, party_id_r: b, same } of verdicts) {
    const [party_id_l, party_id_r] = a < b ? [a, b] : [b, a]
    if (a !== b) last.set(JSON.stringify([party_id_l, party_id_r]), { party_id_l, party_id_r, same })
  }
  const pairs = [...last.values()]
  await warehouse.execute(
    'create or replace table staging.link_verdict (party_id_l varchar, party_id_r varchar, is_same boolean)',
  )
  await warehouse.append('staging.link_verdict', {
    party_id_l: pairs.map((v) => v.party_id_l),
    party_id_r: pairs.map((v) => v.party_id_r),
    is_same: Uint8Array.from(pairs, (v) => (v.same ? 1 : 0)),
  })
}

/** Verdicts given or taken back since the entities were made. */
export const CHANGED_VERDICTS = `select party_id_l, party_id_r from (
  (from staging.link_verdict except from linkage.verdict) union all (from linkage.verdict except from staging.link_verdict))`

const ties = (line: number) => `(match_weight >= ${line} and not is_vetoed)`

/** Fills `scratch.circle` and `scratch.before` with the parties whose entities may change, and the entities they were in. */
async function widen(warehouse: Warehouse, line: number): Promise<void> {
  await warehouse.execute(`
    create or replace table scratch.circle (party_id varchar);
    create or replace table scratch.before as select rowid as row, * from core.entity limit 0;
    create or replace table scratch.front as
    select party_id from scratch.touched union (with v as (${CHANGED_VERDICTS}) select party_id_l from v union select party_id_r from v)`)
  const front = async () =>
    (await warehouse.columns('select count(*) as n from scratch.front', { n: 'f64' })).columns.n[0]
  const reached = 'select party_id from scratch.reached'
  while ((await front()) > 0)
    await warehouse.execute(`
      create or replace table scratch.companion as
      select rowid as row, * from core.entity where entity_id in (
        select entity_id from core.entity where party_id in (from scratch.front)
        except select entity_id from scratch.before);
      insert into scratch.before from scratch.companion;
      create or replace table scratch.reached as
      from scratch.front union select party_id from scratch.companion except from scratch.circle;
      insert into scratch.circle from scratch.reached;
      create or replace table scratch.front as
      (select party_id_l as party_id from core.match where ${ties(line)} and party_id_r in (${reached})
        union select party_id_r from core.match where ${ties(line)} and party_id_l in (${reached})
        union select party_id_l from staging.link_verdict where is_same and party_id_r in (${reached})
        union select party_id_r from staging.link_verdict where is_same and party_id_l in (${reached}))
      except from scratch.circle`)
}

/**
 * Fills `scratch.node` (n, party_id; numbered in the order of party_id) with the parties whose entities may change: those of
 * `scratch.touched`, of verdicts given or taken back, everybody in their entities, and on along the pairs that tie. Fills
 * `scratch.before` with the entities they were in.
 */
async function gather(warehouse: Warehouse, line: number, everybody: boolean): Promise<void> {
  if (everybody)
    await warehouse.execute(`
      create or replace table scratch.circle as select party_id from linkage.record union select party_id from core.entity;
      create or replace table scratch.before as select rowid as row, * from core.entity`)
  else await widen(warehouse, line)
  await warehouse.execute(`
    create or replace table scratch.node as
    select (row_number() over (order by party_id) - 1)::integer as n, party_id
    from scratch.circle where party_id in (select party_id from linkage.record)`)
}

/**
 * Groups the nodes; fills `staging.link_cluster` (n, head, weight: of the strongest pair) for those that are not alone. Gives the
 * number of groups, those of one party among them.
 */
async function group(warehouse: Warehouse, line: number): Promise<number> {
  const edges = await warehouse.columns(
    `select l.n as l, r.n as r, match_weight as weight, coalesce(v.is_same, false) as is_decided
      from core.match m join scratch.node l on l.party_id = m.party_id_l join scratch.node r on r.party_id = m.party_id_r
      left join staging.link_verdict v on v.party_id_l = m.party_id_l and v.party_id_r = m.party_id_r
      where coalesce(v.is_same, ${ties(line)})
    union all
    select l.n, r.n, null, true from staging.link_verdict v
      join scratch.node l on l.party_id = v.party_id_l join scratch.node r on r.party_id = v.party_id_r
      anti join core.match m on m.party_id_l = v.party_id_l and m.party_id_r = v.party_id_r where v.is_same`,
    { l: 'i32', r: 'i32', weight: 'f64', is_decided: 'i32' },
  )
  const apart = await warehouse.columns(
    `select l.n as l, r.n as r from staging.link_verdict v join scratch.node l on l.party_id = v.party_id_l
      join scratch.node r on r.party_id = v.party_id_r where not v.is_same order by l, r`,
    { l: 'i32', r: 'i32' },
  )
  const nodes = (await warehouse.columns('select count(*) as n from scratch.node', { n: 'f64' })).columns.n[0]
  const { l, r, weight, is_decided } = edges.columns
  const heads = clustersApart(
    nodes,
    { left: l, right: r, weight: weight.map((bits, i) => (is_decided[i] ? DECIDED : bits)) },
    Array.from({ length: apart.rows }, (_, i) => [apart.columns.l[i], apart.columns.r[i]] as const),
  )
  const strongest = new Float64Array(nodes).fill(Number.NaN)
  for (let i = 0; i < edges.rows; i++) {
    if (heads[l[i]] !== heads[r[i]] || Number.isNaN(weight[i])) continue
    for (const node of [l[i], r[i]]) if (!(strongest[node] >= weight[i])) strongest[node] = weight[i]
  }
  const alone = new Uint8Array(nodes).fill(1)
  for (let i = 0; i < nodes; i++) if (heads[i] !== i) alone[i] = alone[heads[i]] = 0
  const joined = Int32Array.from(heads.keys()).filter((i) => !alone[i])
  await warehouse.execute(
    'create or replace table staging.link_cluster (n integer, head integer, weight double)',
  )
  await warehouse.append('staging.link_cluster', {
    n: joined,
    head: joined.map((i) => heads[i]),
    weight: Float64Array.from(joined, (i) => strongest[i]),
  })
  let groups = 0
  for (let i = 0; i < nodes; i++) if (heads[i] === i) groups++
  return groups
}

/** Entities of the book: as they were counted last, unless somebody else changed them. */
export async function countEntities(warehouse: Warehouse): Promise<number> {
  const { columns, rows } = await warehouse.columns(
    'select entities from linkage.total where parties = (select count(*) from core.entity)',
    { entities: 'f64' },
  )
  if (rows > 0) return columns.entities[0]
  const counted = await warehouse.columns('select count(distinct entity_id) as n from core.entity', {
    n: 'f64',
  })
  return counted.columns.n[0]
}

/**
 * Gives each group its name: fills `staging.link_claim` (head, entity_id). An entity goes on where {@link claim} says; a new one
 * is called after its first party.
 */
async function nameGroups(warehouse: Warehouse): Promise<void> {
  await warehouse.execute(`
    create or replace table scratch.overlap as
    with shared as (
      select coalesce(c.head, n.n) as head, b.entity_id, count(*) as parties
      from scratch.node n join scratch.before b using (party_id) left join staging.link_cluster c using (n) group by all
    ), entity as (select entity_id, count(*) as size, min(known_at) as since from scratch.before group by entity_id)
    select *, count(*) over (partition by head) as rivals, count(*) over (partition by entity_id) as parts
    from shared join entity using (entity_id);
    create or replace table staging.link_claim (head integer, entity_id varchar)`)
  const { columns, rows } = await warehouse.columns(
    'select head, entity_id, parties, size, since from scratch.overlap where rivals > 1 or parts > 1',
    { head: 'i32', entity_id: 'string', parties: 'f64', size: 'f64', since: 'f64' },
  )
  const claimed = claim(
    Array.from({ length: rows }, (_, i) => ({
      group: columns.head[i],
      entityId: String(columns.entity_id[i]),
      parties: columns.parties[i],
      size: columns.size[i],
      since: columns.since[i],
    })),
  )
  await warehouse.append('staging.link_claim', {
    head: Int32Array.from(claimed.keys()),
    entity_id: [...claimed.values()],
  })
  await warehouse.execute(`
    insert into staging.link_claim select head, entity_id from scratch.overlap where rivals = 1 and parts = 1;
    create or replace table scratch.fresh as
    select coalesce(c.head, n.n) as head, min(n.party_id) as entity_id from scratch.node n left join staging.link_cluster c using (n)
    group by all having head not in (select head from staging.link_claim)`)
  // A party may give its name to an entity that it has left; who comes next must call itself something else.
  const taken = `select entity_id from staging.link_claim
    union select entity_id from core.entity where party_id not in (select party_id from scratch.circle)
      and entity_id in (select entity_id from scratch.fresh)`
  await warehouse.execute(`
    create or replace table scratch.taken as ${taken};
    insert into staging.link_claim
    select f.head, case when f.entity_id in (select entity_id from scratch.taken)
      then coalesce(
        (select min(n.party_id) from scratch.node n join staging.link_cluster c using (n)
          where c.head = f.head and n.party_id not in (select entity_id from scratch.taken)),
        f.entity_id || '~' || md5(f.entity_id || f.head)[1:6])
      else f.entity_id end
    from scratch.fresh f`)
}

/**
 * Brings `core.entity` up to date and notes in `core.entity_change` who went where. Needs `scratch.touched`, unless
 * `everybody` is to be looked at.
 * @param line weight from which a pair is one entity, bits.
 */
export async function formEntities(
  warehouse: Warehouse,
  { line, everybody, at }: { line: number; everybody: boolean; at: Date },
): Promise<EntityReport> {
  await gather(warehouse, line, everybody)
  const groups = await group(warehouse, line)
  const { columns: before } = await warehouse.columns(
    'select count(*) as n, count(distinct entity_id) as entities from scratch.before',
    { n: 'f64', entities: 'f64' },
  )
  const entities = (await countEntities(warehouse)) - before.entities[0] + groups
  if (before.n[0] > 0) await nameGroups(warehouse)
  else await warehouse.execute('create or replace table staging.link_claim (head integer, entity_id varchar)')
  await warehouse.execute(`
    create or replace table scratch.after as
    select n.party_id, coalesce(k.entity_id, h.party_id) as entity_id, c.weight
    from scratch.node n left join staging.link_cluster c using (n)
    join scratch.node h on h.n = coalesce(c.head, n.n) left join staging.link_claim k on k.head = h.n;
    delete from core.entity where rowid in (select row from scratch.before);
    insert into core.entity (party_id, entity_id, match_weight, known_at)
    select a.party_id, a.entity_id, a.weight, p.known_at from scratch.after a join core.party p using (party_id) order by a.party_id;
    insert into core.entity_change (party_id, changed_at, kind, from_entity_id, to_entity_id)
    select party_id, timestamp '${at.toISOString().replace('T', ' ').replace('Z', '')}',
      case when b.entity_id in (select entity_id from scratch.after) then 'split' else 'merge' end, b.entity_id, a.entity_id
    from scratch.before b join scratch.after a using (party_id) where a.entity_id <> b.entity_id order by party_id;
    delete from linkage.verdict; insert into linkage.verdict from staging.link_verdict;
    delete from linkage.total; insert into linkage.total select count(*), ${entities} from core.entity`)
  const { columns } = await warehouse.columns(
    `select (select count(*) from scratch.node) as looked,
      count(*) filter (b.entity_id not in (select entity_id from scratch.after)) as merged,
      count(*) filter (b.entity_id in (select entity_id from scratch.after)) as split
    from scratch.before b join scratch.after a using (party_id) where a.entity_id <> b.entity_id`,
    { looked: 'f64', merged: 'f64', split: 'f64' },
  )
  await warehouse.execute('drop table staging.link_cluster; drop table staging.link_claim')
  return { looked: columns.looked[0], merged: columns.merged[0], split: columns.split[0] }
}
