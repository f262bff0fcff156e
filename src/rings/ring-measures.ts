/** What the invoices of each claim look like beside those of the same kind, and beside the hospital's own report; in SQL. */

/**
 * Makes `staging.ring_measure`, one row per claim with lines. Differences are of logarithms; means of fewer than ten lines say
 * nothing.
 */
export const measuring = (asOf: string) => `
  create or replace table staging.ring_line as
    select c.idx as claim, i.item_kind, hash(i.code || ' ' || coalesce(o.make || o.model, c.line)) as kind, ln(i.amount) as log_amount
    from core.claim_item i join staging.ring_claim c using (claim_id) left join core.insured_object o on o.object_id = c.object_id
    where i.amount > 0 and i.code is not null and i.known_at <= ${asOf};
  create or replace table staging.ring_measure as
    with usual as (
      select kind, avg(log_amount) as mean, count(*) as cases from staging.ring_line group by kind
    ), code as (
      select l.claim, l.kind, count(*) as lines, count(*) filter (l.item_kind = 'procedure') as procedures,
        case when any_value(u.cases) >= 10 then sum(l.log_amount - u.mean) end as dearer, any_value(l.item_kind) = 'part' as is_part
      from staging.ring_line l join usual u using (kind) group by 1, 2
    ), priced as (
      select claim, sum(dearer) / sum(lines) filter (dearer is not null) as price, sum(lines)::double as items,
        sum(dearer) filter (is_part) / sum(lines) filter (is_part and dearer is not null) as part_price,
        (sum(procedures) + sum(greatest(procedures - 1, 0)))::double as pieces
      from code group by claim
    ), treated as (
      select c.idx as claim, min(i.code) as code, list(distinct i.code) as codes, any_value(c.line || coalesce(c.peril, '')) as kind,
        ln(any_value(c.claimed_amount)) as log_amount
      from core.claim_item i join staging.ring_claim c using (claim_id)
      where i.item_kind = 'diagnosis' and c.claimed_amount > 0 and i.known_at <= ${asOf} group by 1
    ), graver as (
      select kind, code, avg(log_amount) as mean, count(*) as cases from treated group by 1, 2
    ), mixed as (
      select kind, avg(log_amount) as mean from treated group by 1
    ), visit as (
      select coalesce(p.entity_id, v.party_id) as patient, coalesce(h.entity_id, v.hospital_id) as hospital, v.visit_date, v.diagnosis_code, v.amount
      from core.medical_visit v left join core.entity p on p.party_id = v.party_id left join core.entity h on h.party_id = v.hospital_id
      where v.known_at <= ${asOf}
    ), reported as (
      select t.claim, bool_or(coalesce(list_contains(t.codes, v.diagnosis_code), true)
        and coalesce(v.amount >= 0.9 * c.claimed_amount, true)) as agrees
      from treated t join staging.ring_claim c on c.idx = t.claim
      join (select distinct claim, entity_id from staging.ring_stand where role = 'hospital') s on s.claim = t.claim
      left join core.entity e on e.party_id = c.claimant_id
      join visit v on v.hospital = s.entity_id and v.patient = coalesce(e.entity_id, c.claimant_id)
        and v.visit_date between c.loss_date - 3 and c.loss_date + 3
      where c.line in ('health', 'accident', 'group') group by 1
    )
    select coalesce(p.claim, t.claim) as claim, p.price, p.items, p.part_price, p.pieces, not r.agrees as differs,
      case when g.cases >= 10 then g.mean - m.mean end as severity
    from priced p full join treated t using (claim) left join graver g on g.kind = t.kind and g.code = t.code
    left join mixed m on m.kind = t.kind left join reported r on r.claim = coalesce(p.claim, t.claim);
  drop table staging.ring_line`
