/**
 * The consonants of a name, on which ways of writing Arabic, Persian and Slavic names in Latin letters meet: `Yusuf` and `Youssef`,
 * `Moghadam` and `Mogadam`. Short vowels are written by ear, and so are emphatic consonants.
 */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/tsch|sch|tch|sh|ch/g, 'S'],
  [/dzh|dzj|zh|dj/g, 'j'],
  [/ph/g, 'f'],
  [/kh/g, 'h'],
  [/gh/g, 'g'],
  [/th/g, 't'],
  [/dh/g, 'd'],
  [/[qkc]/g, 'k'],
  [/x/g, 'ks'],
  [/z/g, 's'],
  [/w(?=[aeiou])/g, 'v'],
  [/w/g, ''],
]
/** Fewer say too little. */
const LEAST = 3

/** The consonants of a word of small Latin letters, the first letter kept; empty when they are too few. */
export function consonantsOf(word: string): string {
  let text = word
  for (const [from, to] of SPELLINGS) text = text.replace(from, to)
  if (text.length < 2) return ''
  const first = text[0].replace(/[aeiouy]/, 'a')
  const rest = text.slice(1).replace(/[aeiouyh]/g, '')
  const kept = (first + rest).replace(/(.)\1+/g, '$1')
  return kept.length < LEAST ? '' : kept
}
