/** GEXF 1.3, after https://gexf.net: what Gephi reads. */
import { VERSION } from '../version.ts'
import { type Column, EDGE_COLUMNS, type GraphFile, NODE_COLUMNS } from './graph-file.ts'
import { escapeXml } from './xml.ts'

export function gexf({ title, description, at, nodes, edges }: GraphFile): string {
  const attributes = <T>(owner: string, columns: readonly Column<T>[]) => [
    `    <attributes class="${owner}">`,
    ...columns.map(({ name, type }) => `      <attribute id="${name}" title="${name}" type="${type}"/>`),
    '    </attributes>',
  ]
  const values = <T>(row: T, columns: readonly Column<T>[]) => {
    const cells = columns.flatMap(({ name, of }) => {
      const value = of(row)
      return value === null ? [] : [`<attvalue for="${name}" value="${escapeXml(String(value))}"/>`]
    })
    return cells.length > 0 ? `<attvalues>${cells.join('')}</attvalues>` : ''
  }
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gexf xmlns="http://gexf.net/1.3" version="1.3">',
    `  <meta lastmodifieddate="${at.toISOString().slice(0, 10)}">`,
    `    <creator>claimscope ${VERSION}</creator>`,
    `    <title>${escapeXml(title)}</title>`,
    `    <description>${escapeXml(description)}</description>`,
    '  </meta>',
    '  <graph defaultedgetype="undirected" mode="static">',
    ...attributes('node', NODE_COLUMNS),
    ...attributes('edge', EDGE_COLUMNS),
    `    <nodes count="${nodes.length}">`,
    ...nodes.map(
      (node) =>
        `      <node id="${escapeXml(node.id)}" label="${escapeXml(node.label)}">${values(node, NODE_COLUMNS)}</node>`,
    ),
    '    </nodes>',
    `    <edges count="${edges.length}">`,
    ...edges.map(
      (edge, i) =>
        `      <edge id="e${i}" source="${escapeXml(edge.source)}" target="${escapeXml(edge.target)}" weight="${edge.weight}">${values(edge, EDGE_COLUMNS)}</edge>`,
    ),
    '    </edges>',
    '  </graph>',
    '</gexf>',
  ]
  return `${lines.join('\n')}\n`
}
