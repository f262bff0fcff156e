/** GraphML, after the primer at http://graphml.graphdrawing.org: what yEd, Gephi, NetworkX and igraph read. */
import { EDGE_COLUMNS, type GraphFile, NODE_COLUMNS } from './graph-file.ts'
import { escapeXml } from './xml.ts'

const TYPES = { string: 'string', double: 'double', integer: 'long', boolean: 'boolean' } as const

export function graphml({ title, description, nodes, edges }: GraphFile): string {
  const key = (owner: string, { name, type }: { name: string; type: keyof typeof TYPES }) =>
    `  <key id="${owner}_${name}" for="${owner}" attr.name="${name}" attr.type="${TYPES[type]}"/>`
  const data = (id: string, value: string | number | boolean | null) =>
    value === null ? '' : `<data key="${id}">${escapeXml(String(value))}</data>`
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">',
    `  <desc>${escapeXml(`${title}. ${description}`)}</desc>`,
    key('node', { name: 'label', type: 'string' }),
    ...NODE_COLUMNS.map((column) => key('node', column)),
    key('edge', { name: 'weight', type: 'double' }),
    ...EDGE_COLUMNS.map((column) => key('edge', column)),
    `  <graph id="G" edgedefault="undirected" parse.nodes="${nodes.length}" parse.edges="${edges.length}" parse.order="nodesfirst">`,
    ...nodes.map(
      (node) =>
        `    <node id="${escapeXml(node.id)}">${data('node_label', node.label)}${NODE_COLUMNS.map(({ name, of }) => data(`node_${name}`, of(node))).join('')}</node>`,
    ),
    ...edges.map(
      (edge, i) =>
        `    <edge id="e${i}" source="${escapeXml(edge.source)}" target="${escapeXml(edge.target)}">${data('edge_weight', edge.weight)}${EDGE_COLUMNS.map(({ name, of }) => data(`edge_${name}`, of(edge))).join('')}</edge>`,
    ),
    '  </graph>',
    '</graphml>',
  ]
  return `${lines.join('\n')}\n`
}
