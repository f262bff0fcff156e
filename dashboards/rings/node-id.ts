/** Ids of nodes as people write them: `C12` is a claim, `P7` a party, anything with a colon is meant as it stands. */
export function nodeIdOf(written: string): string {
  const text = written.trim()
  if (text.includes(':')) return text
  return /^C[\w-]*\d/i.test(text) ? `claim:${text}` : `entity:${text}`
}

/** Page that shows what lies around a node. */
export const exploreHref = (nodeId: string, depth = 2): string =>
  `/explore?node=${encodeURIComponent(nodeId)}&depth=${depth}`
