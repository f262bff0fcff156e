// %% [markdown]
// # A ring, from the first alert to the referral report
//
// The alert says why; the ring says who; the graph says how they hang together, and what chance and honest reasons have to say
// against it. Names stay masked: a report that needs them is asked for with a purpose, in the application.

// %%
import { config, evidencePath, neighbourhood, openResident, snapshots, textTable } from 'claimscope'
import { sql } from 'kysely'

const { warehouse, manifest } = await snapshots(config().home, 'insurer').openCurrent()
const { db } = warehouse
const day = (at: Date) => at.toISOString().slice(0, 10)
const money = (sum: number) => Math.round(sum).toLocaleString('en')
// Nothing that is only likely is told as certain.
const percent = (share: number) =>
  share > 0.99 ? 'over 99 %' : `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`
const counted = (n: number, thing: string) => `${n} ${thing}${n === 1 ? '' : 's'}`

// %% [markdown]
// ## The first alert
// Of all that the run proposes about rings of several people, the one that would cost most if nobody looked.

// %%
const alert = await db
  .selectFrom('score.candidate as c')
  .innerJoin('graph.ring as r', 'r.ring_id', 'c.subject_id')
  .select(['c.subject_id', 'c.severity', 'c.probability', 'c.expected_loss_amount', 'c.title'])
  .where('c.alert_kind', '=', 'ring')
  // One person under several names is a ring of one: shown where there is no other.
  .orderBy(sql`r.member_count > 2`, 'desc')
  .orderBy('c.expected_loss_amount', 'desc')
  .orderBy('c.subject_id')
  .executeTakeFirstOrThrow()
console.log(
  `${alert.severity}: ${alert.title} (${percent(alert.probability)}, ${money(alert.expected_loss_amount)} at risk)`,
)

// %% [markdown]
// ## The ring behind it
// Reasons add up, in log-odds, to the score.

// %%
const ring = await db
  .selectFrom('graph.ring')
  .selectAll()
  .where('ring_id', '=', alert.subject_id)
  .executeTakeFirstOrThrow()
const reasons = JSON.parse(ring.reasons) as { text: { en: string }; log_odds: number }[]
const sum = reasons.reduce((total, reason) => total + reason.log_odds, 0)
console.log(
  `ring ${ring.ring_id}: ${ring.typology.replaceAll('_', ' ')}, ${counted(ring.member_count, 'member')}, ${counted(ring.claim_count, 'claim')}, ${day(ring.first_at)} to ${day(ring.last_at)}`,
)
for (const { text, log_odds } of reasons)
  console.log(`  ${log_odds >= 0 ? '+' : '-'}${Math.abs(log_odds).toFixed(2)}  ${text.en}`)
console.log(`  =${sum.toFixed(2)}  which is ${percent(1 / (1 + Math.exp(-sum)))}`)
if (Math.abs(1 / (1 + Math.exp(-sum)) - ring.score) > 1e-6) throw new Error('the reasons do not add up')

// %% [markdown]
// ## Chance and honest explanations

// %%
if (ring.p_value !== null)
  console.log(`chance makes 1 of ${Math.round(1 / ring.p_value)} groups of its kind as tightly tied`)
const checks = JSON.parse(ring.checks ?? '[]') as { id: string; holds: boolean; text: { en: string } }[]
for (const check of checks)
  console.log(`  ${check.holds ? 'holds        ' : 'does not hold'}  ${check.text.en}`)

// %% [markdown]
// ## Who is in it, and what they share

// %%
const members = await db
  .selectFrom('graph.ring_member as m')
  .innerJoin('graph.node as n', 'n.node_id', 'm.node_id')
  .select(['m.node_id', 'm.node_kind', 'm.centrality', 'm.reason', 'n.degree', 'n.is_cut'])
  .where('m.ring_id', '=', ring.ring_id)
  .orderBy('m.centrality', 'desc')
  .orderBy('m.node_id')
  .execute()
const people = members.filter((member) => member.node_kind === 'entity')
console.log(
  textTable(
    people.slice(0, 10).map((member) => ({
      member: member.node_id.slice('entity:'.length),
      centrality: Number(member.centrality.toFixed(3)),
      why: member.reason,
      ties: member.degree,
      holds_it_together: member.is_cut ? 'yes' : '',
    })),
  ),
)
const kinds = new Map<string, number>()
for (const { node_kind } of members) kinds.set(node_kind, (kinds.get(node_kind) ?? 0) + 1)
console.log([...kinds].map(([kind, count]) => `${count} ${kind}`).join(', '))

// %% [markdown]
// ## How the two at its centre hang together
// The strongest chains of evidence. What half the book shares weighs nothing and is never walked through.

// %%
const graph = await openResident(warehouse)
const [first, second] = people
const kindOf = (id: string) => id.slice(0, id.indexOf(':'))
if (first && second) {
  const { paths } = evidencePath(graph, first.node_id, second.node_id, { most: 3 })
  for (const { nodes, strength } of paths) {
    const { rows: evidence } = await sql<{ source_id: string; target_id: string; links: string }>`
      select source_id, target_id, string_agg(distinct replace(link, '_', ' '), ', ' order by replace(link, '_', ' ')) as links
      from graph.edge where source_id in (${sql.join(nodes)}) and target_id in (${sql.join(nodes)})
      group by source_id, target_id`.execute(db)
    const tie = (a: string, b: string) =>
      evidence.find(
        (row) => (row.source_id === a && row.target_id === b) || (row.source_id === b && row.target_id === a),
      )?.links
    const chain = nodes.slice(1).map((node, i) => `(${tie(nodes[i], node)}) ${kindOf(node)}`)
    console.log(`  ${strength.toFixed(2)}  ${[kindOf(nodes[0]), ...chain].join(' - ')}`)
  }
}

// %% [markdown]
// ## What lies around it
// As many as a person can look at, the strongest evidence first, and how many there are.

// %%
if (first) {
  const { nodes, total, hubs } = neighbourhood(graph, first.node_id, { depth: 2, budget: 40 })
  console.log(`${nodes.length} of ${total} shown, by weight; ${hubs.length} too common to follow in full`)
  const reached = new Map<string, number>()
  for (const { nodeId } of nodes) reached.set(kindOf(nodeId), (reached.get(kindOf(nodeId)) ?? 0) + 1)
  console.log([...reached].map(([kind, count]) => `${count} ${kind}`).join(', '))
}

// %% [markdown]
// ## How it grew
// By quarter: members as their evidence became known, claims as they were reported, money as it was paid.

// %%
const { rows: growth } = await sql<Record<string, number | string>>`
  with member as (select node_id, node_kind from graph.ring_member where ring_id = ${ring.ring_id}),
  claim as (
    select c.claim_id, c.reported_at, c.claimed_amount from core.claim c
    join member m on m.node_id = 'claim:' || c.claim_id
  ), joined as (
    select m.node_id, min(e.known_at) as moment from member m
    join graph.edge e on e.source_id = m.node_id join member o on o.node_id = e.target_id
    where m.node_kind = 'entity' group by m.node_id
  ), step as (
    select moment, 1 as members, 0 as claims, 0 as paid from joined
    union all select reported_at, 0, 1, 0 from claim
    union all select p.paid_at, 0, 0, p.amount::double from core.payment p join claim using (claim_id)
  )
  select strftime(date_trunc('quarter', moment), '%Y-%m') as quarter, sum(members)::int as joined, sum(claims)::int as claims,
    round(sum(paid))::int as paid, (sum(sum(members)) over (order by date_trunc('quarter', moment)))::int as members_so_far
  from step group by date_trunc('quarter', moment) order by 1`.execute(db)
console.log(textTable(growth))

// %% [markdown]
// ## Where the money went

// %%
const { rows: paid } = await sql<{ account: string; claims: number; payees: number; paid: number }>`
  with claim as (
    select substr(node_id, 7) as claim_id from graph.ring_member
    where ring_id = ${ring.ring_id} and node_kind = 'claim'
  )
  select case when p.bank_account is null then 'none named' else 'account ' || (row_number() over (order by p.bank_account is null, sum(p.amount) desc)) end as account,
    count(distinct p.claim_id)::int as claims, count(distinct p.payee_id)::int as payees, round(sum(p.amount))::int as paid
  from core.payment p join claim using (claim_id)
  group by p.bank_account order by paid desc limit 8`.execute(db)
console.log(textTable(paid))

// %% [markdown]
// ## A look-alike, for comparison
// A group that hangs together for an honest reason is listed with that reason, so that nobody looks twice.

// %%
const lookalike = await db
  .selectFrom('graph.ring')
  .select(['ring_id', 'typology', 'score', 'explanation', 'member_count', 'claim_count'])
  .where('explanation', 'is not', null)
  .orderBy('member_count', 'desc')
  .orderBy('ring_id')
  .executeTakeFirst()
if (lookalike)
  console.log(
    `ring ${lookalike.ring_id}: ${counted(lookalike.member_count, 'member')}, ${counted(lookalike.claim_count, 'claim')}, looks like ${lookalike.typology.replaceAll('_', ' ')}; explained by ${lookalike.explanation}: ${percent(lookalike.score)}`,
  )

// %% [markdown]
// ## The referral report

// %%
const total = paid.reduce((all, row) => all + row.paid, 0)
const [largest] = paid.filter((row) => row.account !== 'none named')
const held = checks.filter((check) => check.holds)
console.log(`
REFERRAL TO INVESTIGATION
Ring            ${ring.ring_id} (${ring.typology.replaceAll('_', ' ')}, ${ring.line}), snapshot ${manifest.id}
Finding         ${percent(ring.score)} that an investigation would confirm it
Members         ${ring.member_count}; most central: ${people
  .slice(0, 3)
  .map((member) => member.node_id.slice('entity:'.length))
  .join(', ')}
Claims          ${ring.claim_count}, ${day(ring.first_at)} to ${day(ring.last_at)}
Claimed         ${money(ring.claimed_amount)}; at stake ${money(ring.at_stake_amount)}; paid ${money(total)}
Money           ${largest ? `${money(largest.paid)} of it to one account, on ${largest.claims} claims for ${largest.payees} payees` : 'no account named'}
By chance       ${ring.p_value === null ? 'not tested' : `1 of ${Math.round(1 / ring.p_value)} groups of its kind`}
Honest reasons  ${checks.length} checked, ${held.length === 0 ? 'none holds' : held.map((check) => check.id).join(', ')}
Strongest       ${[...reasons].sort((a, b) => b.log_odds - a.log_odds)[0]?.text.en}
An indicator is a reason to look closer, never proof.`)

// %%
await warehouse.close()
