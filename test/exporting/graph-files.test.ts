import { strFromU8, unzipSync } from 'fflate'
import { MultiGraph } from 'graphology'
import * as gexfReader from 'graphology-gexf'
import graphmlReader from 'graphology-graphml'
import { expect, test } from 'vitest'
import { csvZip, type GraphFile, gexf, graphml } from '../../src/exporting/index.ts'

const bare = {
  degree: 2,
  centrality: null,
  risk: null,
  partyType: null,
  roles: [],
  amount: null,
  community: null,
  isCut: null,
  suspicion: null,
}

/** Texts that have broken files: marks of XML, quotes, formulas, control characters, halves of characters, both scripts. */
const file: GraphFile = {
  title: 'ring <R1> & "friends"',
  description: '团伙',
  at: new Date('2026-07-01T08:00:00Z'),
  nodes: [
    {
      ...bare,
      id: 'entity:P1',
      kind: 'entity',
      label: '王小明 <&> "x"',
      partyType: 'person',
      roles: ['driver', 'claimant'],
      centrality: 0.25,
      risk: 0.9,
      amount: 1234.5,
      community: 7,
      isCut: true,
      suspicion: 0,
    },
    { ...bare, id: 'phone:~AbC', kind: 'phone', label: '=HYPERLINK("http://x","y")' },
    { ...bare, id: 'claim:C1', kind: 'claim', label: 'bell \u0007, half \ud800, line\nend\tand tab' },
    { ...bare, id: 'claim:-1', kind: 'claim', label: '＝1+1' },
  ],
  edges: [
    {
      source: 'entity:P1',
      target: 'phone:~AbC',
      link: 'uses_phone',
      weight: 0.8,
      claimId: null,
      knownAt: '2026-01-02T00:00:00.000Z',
    },
    {
      source: 'entity:P1',
      target: 'claim:C1',
      link: 'drives_in',
      weight: 0.5,
      claimId: 'C1',
      knownAt: '2026-01-03T00:00:00.000Z',
    },
    {
      source: 'entity:P1',
      target: 'claim:C1',
      link: 'in_claim',
      weight: 0.6,
      claimId: 'C1',
      knownAt: '2026-01-03T00:00:00.000Z',
    },
  ],
}

test('GraphML is read again with every node, tie, text and number', () => {
  const graph = graphmlReader.parse(MultiGraph, graphml(file), { addMissingNodes: false })
  expect([graph.order, graph.size]).toEqual([4, 3])
  expect(graph.getNodeAttributes('entity:P1')).toMatchObject({
    label: '王小明 <&> "x"',
    kind: 'entity',
    roles: 'driver claimant',
    risk: 0.9,
    amount: 1234.5,
    is_cut: true,
  })
  expect(graph.hasNodeAttribute('phone:~AbC', 'risk')).toBe(false)
  expect(graph.getNodeAttribute('claim:C1', 'label')).toBe('bell \ufffd, half \ufffd, line\nend\tand tab')
  const ties = graph.mapEdges('entity:P1', 'claim:C1', (_, { link, weight }) => [link, weight]).sort()
  expect(ties).toEqual([
    ['drives_in', 0.5],
    ['in_claim', 0.6],
  ])
})

test('GEXF is read again with every node, tie, text and number', () => {
  const graph = gexfReader.parse(MultiGraph, gexf(file))
  expect([graph.order, graph.size]).toEqual([4, 3])
  expect(graph.getNodeAttributes('entity:P1')).toMatchObject({
    label: '王小明 <&> "x"',
    kind: 'entity',
    risk: 0.9,
    is_cut: true,
  })
  expect(graph.getNodeAttribute('claim:C1', 'label')).toBe('bell \ufffd, half \ufffd, line\nend\tand tab')
  expect(graph.reduceEdges((sum, _, { weight }) => sum + weight, 0)).toBeCloseTo(1.9)
})

test('CSV holds the same, and no cell is a formula', () => {
  const files = unzipSync(csvZip(file))
  expect(Object.keys(files)).toEqual(['nodes.csv', 'edges.csv'])
  const nodes = strFromU8(files['nodes.csv'])
  expect([...files['nodes.csv'].subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(nodes.startsWith('id,label,kind,')).toBe(true)
  expect(nodes).toContain('phone:~AbC,"\'=HYPERLINK(""http://x"",""y"")",phone')
  expect(nodes).toContain('"\'＝1+1"')
  expect(nodes).toContain(
    'entity:P1,"王小明 <&> ""x""",entity,person,driver claimant,2,0.25,0.9,1234.5,7,true,0',
  )
  const edges = strFromU8(files['edges.csv']).trimEnd().split('\r\n')
  expect(edges).toHaveLength(4)
  expect(edges[1]).toBe('entity:P1,phone:~AbC,0.8,uses_phone,,2026-01-02T00:00:00.000Z')
  for (const cell of `${nodes}${edges.join()}`.split(/[,\r\n]+/)) expect(cell).not.toMatch(/^"?[=+@]/)
})

test('an empty graph gives files that are read too', () => {
  const empty = { ...file, nodes: [], edges: [] }
  expect(graphmlReader.parse(MultiGraph, graphml(empty)).order).toBe(0)
  expect(gexfReader.parse(MultiGraph, gexf(empty)).order).toBe(0)
  expect(strFromU8(unzipSync(csvZip(empty))['edges.csv']).split('\r\n')).toHaveLength(2)
})
