/** Linkage of a snapshot: counts, the curve, entities that deserve a look. */
import { sql } from 'kysely'
import type { PartyType } from '../../schema/words.ts'
import { maskPartyName } from '../../security/index.ts'
import type { Text } from '../../util/text.ts'
import type { Linkage, LinkageWarning } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { thresholdCurve } from './review-line.ts'
import { reviewDraw } from './reviews.ts'

export function linkageOf(view: View): Promise<Linkage> {
  return view.once('linkage', async () => {
    const { db } = view.warehouse
    const { line } = await reviewDraw(view)
    const [counts, sizes, curve] = await Promise.all([
      sql<Record<'parties' | 'entities' | 'pairs' | 'matches' | 'bridge' | 'loose' | 'large', number>>`
        select (select count(*) from core.party) as parties,
          (select count(distinct entity_id) from core.entity) as entities,
          (select count(*) from core.match) as pairs,
          (select count(*) from core.match where not is_vetoed and match_weight >= ${line}) as matches,
          (select count(*) from core.entity_doubt where kind = 'bridge') as bridge,
          (select count(*) from core.entity_doubt where kind = 'loose') as loose,
          (select count(*) from core.entity_doubt where kind = 'large') as large`.execute(db),
      sql<{ parties: number; entities: number }>`
        select parties, count(*) as entities from (select count(*) as parties from core.entity group by entity_id)
        where parties > 1 group by parties order by parties`.execute(db),
      thresholdCurve(view),
    ])
    const { bridge, loose, large, ...rest } = counts.rows[0]
    return {
      snapshot: view.manifest.id,
      ...rest,
      warnings: { bridge, loose, large },
      curve: curve.map(({ isLine: _, ...point }) => point),
      sizes: sizes.rows,
    }
  })
}

/** Warnings by their ids (`kind|entity_id|party_id_l|party_id_r`), in that order. */
export async function linkageWarnings(view: View, ids: readonly string[]): Promise<LinkageWarning[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{
    id: string
    kind: LinkageWarning['kind']
    entity_id: string
    name: string | null
    party_type: PartyType
    parties: number
    density: number
    party_id_l: string | null
    party_id_r: string | null
    match_weight: number | null
    side_parties: number | null
  }>`
    select * from (
      select concat_ws('|', d.kind, d.entity_id, d.party_id_l, d.party_id_r) as id, d.*, p.party_type,
        coalesce(nullif(trim(i.name), ''), trim(i.name_latin)) as name
      from core.entity_doubt d join core.party p on p.party_id = d.entity_id
      left join core.party_identity i on i.party_id = d.entity_id
    ) where id in (${sql.join(ids)})`.execute(view.warehouse.db)
  const place = new Map(ids.map((id, i) => [id, i]))
  return rows
    .sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))
    .map((row): LinkageWarning => {
      const side = row.side_parties
      return {
        kind: row.kind,
        entityId: row.entity_id,
        name: maskPartyName(row.name, row.party_type),
        partyType: row.party_type,
        parties: row.parties,
        partyIdL: row.party_id_l,
        partyIdR: row.party_id_r,
        matchWeight: row.match_weight,
        matchProbability: row.match_weight === null ? null : 1 / (1 + 2 ** -row.match_weight),
        sides: side === null ? null : [side, row.parties - side],
        density: row.density,
        text: wordsOf(row.kind, row.parties, row.density, side),
      }
    })
}

function wordsOf(kind: LinkageWarning['kind'], parties: number, density: number, side: number | null): Text {
  const share = `${Math.round(density * 100)} %`
  if (kind === 'bridge' && side !== null)
    return {
      en: `One weak pair joins ${side} to the other ${parties - side} of ${parties} parties.`,
      zh: `${parties} 个当事人中，${side} 个仅凭一对弱匹配与其余 ${parties - side} 个相连。`,
    }
  if (kind === 'loose')
    return {
      en: `${parties} parties, of whose pairs only ${share} match.`,
      zh: `共 ${parties} 个当事人，其中仅 ${share} 的两两组合匹配。`,
    }
  return { en: `${parties} parties in one entity.`, zh: `一个实体内有 ${parties} 个当事人。` }
}
