/** Which claims are baskets, and what lies in them: the kinds of association that are looked for. */
import { type RawBuilder, sql } from 'kysely'

/** A kind of association. */
export interface AssociationKind {
  /** One word, kept with every rule. */
  readonly name: 'treatment' | 'repair'
  /** SQL of the items, `claim_id`, `kind`, `code`, `label`, as known at the moment; doubles are allowed. */
  readonly items: (asOf: Date) => RawBuilder<unknown>
  /** Kinds of item of which a claim must have one to be a basket. */
  readonly needs: readonly string[]
}

const lines = (kinds: readonly string[], asOf: Date) => sql`
  select claim_id, item_kind as kind, code, description as label from core.claim_item
  where item_kind in (${sql.join([...kinds])}) and code is not null and known_at <= ${asOf}`
const billers = (kinds: readonly string[], asOf: Date) => sql`
  select claim_id, 'provider' as kind, provider_id as code, null as label from core.claim_item
  where item_kind in (${sql.join([...kinds])}) and provider_id is not null and known_at <= ${asOf}`
const parties = (roles: readonly string[], asOf: Date) => sql`
  select claim_id, 'provider' as kind, party_id as code, null as label from core.claim_party
  where role in (${sql.join([...roles])}) and known_at <= ${asOf}`

/** Diagnosis, procedure and drug, with who treated. */
const treatment: AssociationKind = {
  name: 'treatment',
  needs: ['diagnosis', 'procedure', 'drug'],
  items: (asOf) => sql`${lines(['diagnosis', 'procedure', 'drug'], asOf)}
    union all ${billers(['diagnosis', 'procedure', 'drug', 'room'], asOf)}
    union all ${parties(['hospital', 'physician'], asOf)}`,
}

/** Cause and part, with who repaired; labour goes with its part and would only say everything twice. */
const repair: AssociationKind = {
  name: 'repair',
  needs: ['part'],
  items: (asOf) => sql`${lines(['part'], asOf)}
    union all ${billers(['part', 'labour'], asOf)}
    union all ${parties(['repairer'], asOf)}
    union all select claim_id, 'cause' as kind, peril as code, null as label from core.claim
      where peril is not null and known_at <= ${asOf}`,
}

export const kinds: readonly AssociationKind[] = [treatment, repair]
