/** A small book with every table filled, published as snapshots in a folder of its own. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, schemaDdl, tableDef } from '../../src/schema/database.ts'
import { LINES } from '../../src/schema/words.ts'
import { type Snapshots, snapshots, type Warehouse } from '../../src/warehouse/index.ts'

export const BOOK = 'insurer'
export const AS_OF = new Date('2026-06-30T00:00:00Z')
export const CLAIMS = 230

const LOADED = {
  book: BOOK,
  source: 'insurer/test',
  batch_id: 'b1',
  source_line: 1,
  event_at: new Date('2026-01-01T00:00:00Z'),
  known_at: new Date('2026-01-02T00:00:00Z'),
}

type Rows = { [T in keyof Database]?: Partial<Database[T]>[] }

const claimId = (i: number) => `C${String(i).padStart(4, '0')}`
const partyId = (i: number) => `P${String(i).padStart(4, '0')}`
const day = (i: number) => new Date(Date.UTC(2025, 0, 1 + i, 9, 30))
const iso = (date: Date) => date.toISOString().slice(0, 10)
const BANDS = ['low', 'moderate', 'elevated', 'high'] as const

/** `marker` goes into the peril of every claim, so that a test can tell two snapshots apart. */
function rows(marker: string): Rows {
  const claims = Array.from({ length: CLAIMS }, (_, i) => i)
  const people = Array.from({ length: 60 }, (_, i) => i)
  const policies = Array.from({ length: 90 }, (_, i) => i)
  // Many claims share a probability and a sum, so that pages are cut within equal keys.
  const probability = (i: number) => (i % 10) / 10
  return {
    'core.party': [
      ...people.map((i) => ({
        party_id: partyId(i),
        party_type: 'person' as const,
        gender: i % 2 ? 'male' : 'female',
        birth_date: '1980-07-15',
        region_code: 'R1',
      })),
      { party_id: 'H1', party_type: 'hospital', region_code: 'R1', specialty: 'general', bed_count: 300 },
      { party_id: 'D1', party_type: 'physician', region_code: 'R1', specialty: 'orthopaedics' },
    ],
    'core.party_identity': [
      ...people.map((i) => ({
        party_id: partyId(i),
        name: i % 2 ? 'John Smith' : '王小明',
        id_number: `11010119800715${String(1000 + i)}`,
        phone: `1380013${String(8000 + i)}`,
        email: `person${i}@example.com`,
        bank_account: `622202020000${String(1000 + i)}`,
        address: i % 2 ? `${i} High Street, Springfield` : `北京市朝阳区建国路${i}号`,
      })),
      { party_id: 'H1', name: 'Harbour Hospital' },
      { party_id: 'D1', name: 'Anna Keller' },
    ],
    'core.policy': policies.map((i) => ({
      policy_id: `Y${i}`,
      line: LINES[i % LINES.length],
      product_type: 'standard',
      policyholder_id: partyId(i % 60),
      inception_date: '2025-01-01',
      expiry_date: '2025-12-31',
      premium_amount: i % 7 === 0 ? null : 1000 + i,
      sum_insured_amount: 100000,
    })),
    'core.coverage': [{ coverage_id: 'V1', policy_id: 'Y0', cover: 'collision', limit_amount: 50000 }],
    'core.claim': claims.map((i) => ({
      claim_id: claimId(i),
      policy_id: `Y${i % 90}`,
      line: LINES[(i % 90) % LINES.length],
      claimant_id: partyId(i % 60),
      loss_at: day(i),
      loss_date: iso(day(i)),
      reported_at: day(i + 2),
      assessed_at: day(i + 5),
      peril: marker,
      region_code: 'R1',
      place: i === 0 ? '100% _Main_ Street' : 'Elm Road',
      claimed_amount: i % 11 === 0 ? null : 100 * (i % 13),
      description: '<script>alert(1)</script>',
    })),
    'core.claim_event': claims
      .filter((i) => i % 3 > 0)
      .flatMap((i) => [
        {
          claim_event_id: `E${i}a`,
          claim_id: claimId(i),
          event_kind: 'reported' as const,
          event_at: day(i + 2),
        },
        {
          claim_event_id: `E${i}b`,
          claim_id: claimId(i),
          event_kind: i % 3 === 1 ? ('paid' as const) : ('closed' as const),
          event_at: day(i + 9),
        },
      ]),
    'core.claim_party': claims.flatMap((i) => [
      { claim_id: claimId(i), party_id: partyId(i % 60), role: 'claimant' as const, is_injured: true },
      { claim_id: claimId(i), party_id: 'H1', role: 'hospital' as const },
    ]),
    'core.claim_item': claims.map((i) => ({
      item_id: `I${i}`,
      claim_id: claimId(i),
      item_kind: 'procedure' as const,
      code: `K${i % 4}`,
      amount: 50 + i,
      provider_id: 'H1',
    })),
    'core.payment': claims
      .filter((i) => i % 3 === 1)
      .map((i) => ({
        payment_id: `M${i}`,
        claim_id: claimId(i),
        payee_id: partyId(i % 60),
        bank_account: '6222020200009999',
        amount: 40,
        paid_at: day(i + 9),
      })),
    'core.investigation': [
      {
        investigation_id: 'S1',
        subject_kind: 'claim',
        subject_id: claimId(7),
        outcome: 'fraud',
        typology: 'staged',
      },
      { investigation_id: 'S2', subject_kind: 'claim', subject_id: claimId(8), outcome: 'cleared' },
      { investigation_id: 'S3', subject_kind: 'provider', subject_id: 'H1', outcome: 'inconclusive' },
    ],
    'core.weather_observation': [
      { region_code: 'R1', observed_at: new Date('2025-01-01T09:00:00Z'), rain_mm: 3.5, has_hail: false },
    ],
    'core.entity': [
      ...people.map((i) => ({
        party_id: partyId(i),
        entity_id: i === 2 ? partyId(1) : partyId(i),
        match_weight: i === 1 || i === 2 ? 12.5 : null,
        known_at: AS_OF,
      })),
      { party_id: 'H1', entity_id: 'H1', known_at: AS_OF },
      { party_id: 'D1', entity_id: 'D1', known_at: AS_OF },
    ],
    'core.watchlist_entry': [
      {
        entry_id: 'W1',
        list: 'sanctions',
        name: 'SMITH, John',
        reason: 'sanctioned person',
        event_at: AS_OF,
        known_at: AS_OF,
      },
    ],
    'core.watchlist_hit': [
      {
        party_id: partyId(1),
        entry_id: 'W1',
        match_weight: 3.5,
        match_probability: 0.92,
        waterfall: JSON.stringify([
          { comparison: 'name', level: 'john smith', weight: 14 },
          { comparison: 'birth_date', level: 'exact', weight: 11 },
        ]),
        known_at: AS_OF,
      },
    ],
    'core.match': [
      {
        party_id_l: partyId(1),
        party_id_r: partyId(2),
        match_weight: 12.5,
        match_probability: 0.99,
        is_vetoed: false,
        waterfall: JSON.stringify([{ comparison: 'name', level: 'exact', weight: 7.5 }]),
      },
      // Pairs of all weights from -4 to 27 bits; every seventh is held apart.
      ...people.slice(10, 58).map((i) => ({
        party_id_l: partyId(i),
        party_id_r: partyId(i + 1),
        match_weight: (i - 10) * 0.66 - 4,
        match_probability: 1 / (1 + 2 ** -((i - 10) * 0.66 - 4)),
        is_vetoed: i % 7 === 0,
        waterfall: JSON.stringify([
          { comparison: 'prior', level: 'any_pair', weight: -10 },
          { comparison: 'given_name', level: 'other', weight: -2 },
          { comparison: 'birth_date', level: 'exact', weight: 12 },
          { comparison: 'id_number', level: 'one_edit', weight: (i - 10) * 0.66 - 4 },
          { comparison: 'bank_account', level: 'other', weight: 0 },
          { comparison: 'household', level: 'shared_contact', weight: 0 },
        ]),
      })),
    ],
    'core.linkage_curve': [12, 8, 4.25, 0, -4].map((at) => ({
      match_weight: at,
      match_probability: 1 / (1 + 2 ** -at),
      pairs: people.slice(10, 58).filter((i) => i % 7 > 0 && (i - 10) * 0.66 - 4 >= at).length,
      precision_estimated: 0.99,
      recall_estimated: 0.9,
      is_line: at === 4.25,
    })),
    'core.entity_doubt': [
      {
        entity_id: partyId(1),
        kind: 'bridge' as const,
        parties: 3,
        density: 2 / 3,
        party_id_l: partyId(1),
        party_id_r: partyId(2),
        match_weight: 5,
        side_parties: 1,
      },
      { entity_id: partyId(1), kind: 'large' as const, parties: 11, density: 0.6 },
    ],
    'graph.node': [
      ...[1, 3].map((i) => ({
        node_id: `entity:${partyId(i)}`,
        node_kind: 'entity' as const,
        label: 'John Smith',
        degree: 3,
      })),
      { node_id: 'phone:13800138001', node_kind: 'phone', label: '13800138001', degree: 2 },
      ...[1, 3].map((i) => ({
        node_id: `claim:${claimId(i)}`,
        node_kind: 'claim' as const,
        label: claimId(i),
        degree: 2,
      })),
    ],
    'graph.edge': [1, 3].flatMap((i) => [
      {
        source_id: `entity:${partyId(i)}`,
        target_id: 'phone:13800138001',
        link: 'uses_phone',
        weight: 0.8,
        claim_id: '',
        known_at: AS_OF,
      },
      {
        source_id: `entity:${partyId(i)}`,
        target_id: `claim:${claimId(i)}`,
        link: 'claims',
        weight: 0.5,
        claim_id: claimId(i),
        known_at: AS_OF,
      },
    ]),
    'graph.ring': [
      {
        ring_id: 'G1',
        typology: 'staged_accident',
        score: 0.9,
        member_count: 2,
        claim_count: 2,
        line: 'health',
        claimed_amount: 400,
        at_stake_amount: 400,
        first_at: day(1),
        last_at: day(3),
        known_at: AS_OF,
        reasons: JSON.stringify([{ text: { en: 'one phone', zh: '同一电话' }, log_odds: 2 }]),
        p_value: 0.01,
        paid_amount: 40,
        checks: JSON.stringify([{ id: 'family', holds: false, text: { en: 'no family', zh: '非家庭' } }]),
        change: 'grew',
        found_by: 'cycle',
      },
    ],
    'graph.ring_origin': [{ ring_id: 'G1', from_ring_id: 'G0', shared: 2, joined: 1, gone: 0 }],
    'graph.ring_member': [
      ...[1, 3].map((i) => ({
        ring_id: 'G1',
        node_id: `entity:${partyId(i)}`,
        node_kind: 'entity' as const,
        centrality: 0.3,
      })),
      { ring_id: 'G1', node_id: 'phone:13800138001', node_kind: 'phone', centrality: 0.4 },
      ...[1, 3].map((i) => ({
        ring_id: 'G1',
        node_id: `claim:${claimId(i)}`,
        node_kind: 'claim' as const,
        centrality: 0.1,
      })),
    ],
    'score.risk': [
      ...claims
        .filter((i) => i % 17 > 0)
        .map((i) => ({
          entity: 'claim' as const,
          entity_id: claimId(i),
          as_of: AS_OF,
          line: LINES[(i % 90) % LINES.length],
          probability: probability(i),
          log_odds: 0.5,
          band: BANDS[i % 4],
          expected_loss_amount: probability(i) * 100,
          peer_group: 'small claims',
          model_id: 'm1',
        })),
      ...policies.map((i) => ({
        entity: 'policy' as const,
        entity_id: `Y${i}`,
        as_of: AS_OF,
        line: LINES[i % LINES.length],
        probability: probability(i),
        log_odds: 0,
        band: 'low' as const,
        expected_loss_amount: 10,
      })),
    ],
    'score.part': [
      { entity: 'claim', entity_id: claimId(1), part: 'base', log_odds: -2 },
      { entity: 'claim', entity_id: claimId(1), part: 'rules', log_odds: 1.5 },
      { entity: 'claim', entity_id: claimId(1), part: 'model', log_odds: 1 },
    ],
    'score.reason': [
      { entity: 'claim', entity_id: claimId(1), part: 'base', name: 'other', log_odds: -2 },
      {
        entity: 'claim',
        entity_id: claimId(1),
        part: 'rules',
        name: 'soon_after_inception',
        value: 1,
        log_odds: 1.5,
      },
      {
        entity: 'claim',
        entity_id: claimId(1),
        part: 'model',
        name: 'days_since_inception',
        value: 3,
        peer_value: 120,
        log_odds: 1,
      },
    ],
    'association.rule': (['auto', 'health'] as const).flatMap((line, l) =>
      [0, 1].map((i) => ({
        rule_id: `A${l}${i}`,
        kind: line === 'auto' ? 'repair' : 'treatment',
        line,
        antecedent: JSON.stringify([
          { kind: line === 'auto' ? 'part' : 'diagnosis', code: `X${i}`, label: null },
        ]),
        consequent: JSON.stringify({ kind: 'provider', code: 'R1', label: null }),
        items: 2,
        provider_id: 'R1',
        baskets: 100,
        antecedent_count: 20,
        consequent_count: 10,
        count: 8 + i,
        expected: 2,
        support: (8 + i) / 100,
        confidence: (8 + i) / 20,
        lift: 4 + i,
        leverage: 0.06,
        p_value: i === 0 ? 1e-9 : 1e-5,
        adjusted_p_value: i === 0 ? 1e-6 : 0.02,
        q_value: i === 0 ? 1e-6 : 0.01,
        tested: 1000,
        held_count: l === 0 ? 3 : null,
        held_lift: l === 0 ? 4 : null,
        held_p_value: l === 0 ? 0.001 : null,
        is_confirmed: l === 0 ? i === 0 : null,
        claimed_amount: 5000 + i,
        first_at: new Date('2026-01-02T00:00:00Z'),
        last_at: new Date('2026-05-02T00:00:00Z'),
      })),
    ),
    'cluster.peer_group': ['1', '2'].map((group, i) => ({
      entity: 'claim' as const,
      peer_group: group,
      members: 30 - 10 * i,
      share: 0.6 - 0.2 * i,
      title: 'Age: high',
      title_zh: '年龄偏高',
      profile: JSON.stringify([
        { name: 'age', label: { en: 'Age', zh: '年龄' }, mean: 9, usual: 5, z: i === 0 ? 0.9 : -0.9 },
      ]),
      lines: JSON.stringify({ auto: 20, health: 10 }),
      as_of: new Date('2026-07-01T00:00:00Z'),
      known: 8,
      frauds: i,
      fraud_share: i / 8,
      lift: 2 * i,
      lift_low: 0,
      lift_high: 3,
    })),
    'cluster.peer_member': [
      {
        entity: 'claim' as const,
        entity_id: claimId(0),
        peer_group: '2',
        distance: 1.5,
        z: 2.25,
        oddest: 'days_since_inception',
      },
    ],
    'cluster.peer_choice': [2, 3].map((groups) => ({
      entity: 'claim' as const,
      groups,
      silhouette: 0.4,
      stability: 0.9,
      is_chosen: groups === 2,
    })),
    'cluster.burst': (['auto', 'health'] as const).map((line, i) => ({
      burst_id: `B${i}`,
      kind: i === 0 ? ('place' as const) : ('provider' as const),
      line,
      peril: i === 0 ? 'hail' : 'illness',
      provider_id: i === 0 ? null : 'R1',
      role: i === 0 ? null : 'hospital',
      region_code: '330100',
      latitude: i === 0 ? 30 : null,
      longitude: i === 0 ? 120 : null,
      radius_km: i === 0 ? 4 : null,
      from_at: new Date('2026-03-01T00:00:00Z'),
      to_at: new Date(`2026-03-0${2 + i}T00:00:00Z`),
      claims: 9 - i,
      expected: 1,
      statistic: 10 - i,
      p_value: 0.05,
      q_value: 0.02,
      shuffles: 39,
      is_weather: i === 0,
      claimants: 8,
      claimed_amount: 4000,
      as_of: new Date('2026-07-01T00:00:00Z'),
      known: 0,
      frauds: 0,
      fraud_share: null,
      lift: null,
      lift_low: null,
      lift_high: null,
    })),
    'signal.point': ['2026-06-01', '2026-06-08', '2026-06-15'].flatMap((period, i) =>
      ['all', 'auto'].map((series) => ({
        signal: 'weekly_claims',
        series,
        period,
        value: i === 2 ? null : 5 + i,
        expected: 5,
        lower: 2,
        upper: 5.5,
        is_forecast: i === 2,
      })),
    ),
    'signal.series': ['all', 'auto'].map((series) => ({
      signal: 'weekly_claims',
      series,
      parent: series === 'all' ? null : 'all',
      points: 2,
      model: 'regression',
      mase: null,
      is_reconciled: true,
    })),
    'signal.warning': ['all', 'auto'].map((series, i) => ({
      signal: 'weekly_claims',
      series,
      started: '2026-06-08',
      since: '2026-06-08',
      period: '2026-06-08',
      last: '2026-06-08',
      ended: i === 0 ? null : '2026-06-15',
      periods: 1,
      value: 6,
      expected: 5,
      limit_value: 5.5,
      z: 2.4,
      direction: 'up',
      observed_total: 6,
      expected_total: 5,
      ratio: 1.2,
      ratio_low: 1.1,
      ratio_high: 1.4,
      p: 0.001,
      q: 0.02,
      part_of: i === 0 ? null : 'weekly_claims/all',
      compared_from: '2026-06-01',
      model: 'regression',
      mase: null,
      summary: 'Claims rose.',
      summary_zh: '赔案上升。',
      raised_at: AS_OF,
    })),
    'signal.driver': ['auto', 'other'].map((member, i) => ({
      signal: 'weekly_claims',
      series: 'all',
      started: '2026-06-08',
      dimension: 'line',
      member,
      observed: 3,
      expected: 2.5,
      excess: 0.5,
      share: i === 0 ? 0.7 : 0.3,
    })),
    'meta.batch': [
      {
        batch_id: 'b1',
        source: 'insurer/test',
        file: 'claims.csv',
        bytes: 1000,
        sha256: 'a'.repeat(64),
        encoding: 'utf-8',
        records: 231,
        accepted: 230,
        quarantined: 1,
        duplicate: 0,
        quarantined_bytes: 10,
        definition: 'd',
        loaded_at: AS_OF,
      },
    ],
    'meta.quarantine': [
      {
        batch_id: 'b1',
        source: 'insurer/test',
        file: 'claims.csv',
        line: 17,
        byte_offset: 900,
        code: 'invalid_date',
        reason: '2025-13-40 is no day',
        record: 'SECRET RECORD',
        resolution: 'open',
      },
    ],
    'meta.check_result': [
      {
        source: 'insurer/test',
        name: 'claim_has_policy',
        severity: 'warn',
        failed: 0,
        sample: '[]',
        checked_at: AS_OF,
      },
    ],
  }
}

async function fill(warehouse: Warehouse, tables: Rows, run: string): Promise<void> {
  await warehouse.execute(schemaDdl())
  await warehouse.execute(
    `create table feature.claim as select * from (values ('${claimId(1)}', timestamp '2026-06-30', 3.0::double, null::double))
      as t(entity_id, as_of, days_since_inception, claims_24m)`,
  )
  const run_row: Partial<Database['meta.run']> = {
    run_id: run,
    started_at: AS_OF,
    finished_at: AS_OF,
    as_of: AS_OF,
    stages: JSON.stringify([{ stage: 'load', seconds: 1.5, rows: 230 }]),
    metrics: JSON.stringify({ roc_auc: { value: 0.8, low: 0.7, high: 0.9 } }),
    seed: 1,
  }
  for (const [name, list] of Object.entries({ ...tables, 'meta.run': [run_row] })) {
    const known = Object.keys(tableDef(name as keyof Database).columns)
    const stamp = known.includes('batch_id') && name.startsWith('core.') ? LOADED : {}
    const values = list.map((row) => ({ ...stamp, ...row }))
    const columns = [...new Set(values.flatMap((row) => Object.keys(row)))]
    await warehouse.append(
      name,
      Object.fromEntries(
        columns.map((column) => [
          column,
          values.map((row) => (row as Record<string, never>)[column] ?? null),
        ]),
      ),
    )
  }
}

export interface TestBook {
  readonly home: string
  readonly snapshots: Snapshots
  /** Publishes the same book again, `marker` in the peril of its claims; gives the id of the snapshot. */
  publish(marker: string): Promise<string>
}

export async function testBook(): Promise<TestBook> {
  const home = mkdtempSync(join(tmpdir(), 'claimscope-api-'))
  const store = snapshots(home, BOOK)
  let number = 0
  const publish = async (marker: string) => {
    const id = `s${++number}`
    const build = await store.begin({ id, from: 'empty', threads: 1 })
    await fill(build.warehouse, rows(marker), id)
    await build.publish({ createdAt: AS_OF, code: 'test', definitions: {} })
    return id
  }
  return { home, snapshots: store, publish }
}
