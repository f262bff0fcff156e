/** What the invoices of each claim look like beside those of the same kind, and beside the hospital's own report; in SQL. */
import { numberOf, SERVING, SERVING_ROLES, type Stage } from './ring-sql.ts'

/** Makes the table of lines, one row per line of an invoice. */
export const measuring = ({ at, from, name }: Stage) => `
  create or replace table ${name}_line as
    select c.rowid::integer as claim, i.item_kind, ${numberOf('i.code')} as code, i.code is not null as is_coded,
      hash(i.code || ' ' || coalesce(o.make || o.model, c.line)) as kind, case when i.amount > 0 then ln(i.amount) end as log_amount
    from ${from.claim_item} i join ${name}_claim c using (claim_id) left join core.insured_object o on o.object_id = c.object_id
    where i.known_at <= ${at}`

/** Lines that have a price and a code. */
const priced = ({ name }: Stage) => `${name}_line where is_coded and log_amount is not null`

/**
 * How much dearer the lines of a claim are than the same elsewhere, its parts alone, and how many lines it has. Differences are of
 * logarithms; means of fewer than ten lines say nothing.
 */
export const prices = (stage: Stage) => `
  with usual as (select kind, avg(log_amount) as mean, count(*) as cases from ${priced(stage)} group by kind)
  select l.claim, avg(l.log_amount - u.mean) filter (u.cases >= 10) as price, count(*)::double as items,
    avg(l.log_amount - u.mean) filter (u.cases >= 10 and l.item_kind = 'part') as part_price
  from ${stage.name}_line l join usual u using (kind) where l.is_coded and l.log_amount is not null group by 1`

/** Procedures billed, those billed again counted twice. */
export const pieces = (stage: Stage) => `
  select claim, (2 * sum(times) - count(*))::double as pieces
  from (select claim, kind, count(*) as times from ${priced(stage)} and item_kind = 'procedure' group by 1, 2) group by 1`

/** How much dearer the diagnosis of a claim is, everywhere, than others of its line and peril. */
export const severities = ({ name }: Stage) => `
  with treated as (
    select l.claim, min(l.code) as code, any_value(${numberOf('c.line, c.peril')}) as kind, any_value(ln(c.claimed_amount)) as log_amount
    from ${name}_line l join ${name}_claim c on c.rowid = l.claim
    where l.item_kind = 'diagnosis' and l.is_coded and c.claimed_amount > 0 group by 1
  ), graver as (
    select kind, code, avg(log_amount) as mean, count(*) as cases from treated group by 1, 2
  ), mixed as (
    select kind, avg(log_amount) as mean from treated group by 1
  )
  select t.claim, g.mean - m.mean as severity from treated t join graver g using (kind, code) join mixed m using (kind) where g.cases >= 10`

/** Whether the hospital's own report of the visit tells another diagnosis or a smaller bill. */
export const reports = ({ at, name }: Stage) => `
  with visit as (
    select coalesce(p.entity_id, v.party_id) as patient, coalesce(h.entity_id, v.hospital_id) as hospital, v.visit_date, v.diagnosis_code, v.amount
    from core.medical_visit v left join core.entity p on p.party_id = v.party_id left join core.entity h on h.party_id = v.hospital_id
    where v.known_at <= ${at}
  ), stay as (
    select distinct s.claim, n.entity_id as hospital
    from ${name}_stand s join ${name}_entity n on n.rowid = s.entity where s.bits = ${SERVING + SERVING_ROLES.indexOf('hospital')}
  ), told as (
    select s.claim, v.diagnosis_code, coalesce(v.amount >= 0.9 * c.claimed_amount, true) as is_dear
    from stay s join ${name}_claim c on c.rowid = s.claim left join core.entity e on e.party_id = c.claimant_id
    join visit v on v.hospital = s.hospital and v.patient = coalesce(e.entity_id, c.claimant_id)
      and v.visit_date between c.loss_date - 3 and c.loss_date + 3
    where c.line in ('health', 'accident', 'group') and c.claimed_amount > 0
  ), diagnosed as (
    select distinct claim, code from ${name}_line where item_kind = 'diagnosis'
  )
  select t.claim, not bool_or((t.diagnosis_code is null or d.code is not null) and t.is_dear) as differs
  from told t semi join (select claim from diagnosed) using (claim)
  left join diagnosed d on d.claim = t.claim and d.code = ${numberOf('t.diagnosis_code')} group by 1`
