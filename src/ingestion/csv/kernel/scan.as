// The part of the splitter that runs as WebAssembly: it takes whole, ordinary records (RFC 4180, fields quoted or not) out of a
// block, writes each into the copy with its line number as one more field, and stops at anything else. What it stops at, the
// splitter in TypeScript decides.
// asc: --enable simd,bulk-memory

const LF: u8 = 10
const CR: u8 = 13
const QUOTE: u8 = 34
const SPACE: u8 = 32

// Why a scan ended.
const BLOCK_ENDS: i32 = 0
const ODD_RECORD: i32 = 1
const FULL: i32 = 2

// Digits of the present line, left-aligned in 16 bytes.
const DIGITS: usize = 64
// Ascending numbers of the key's fields, the last followed by a number that no field has.
const KEY_FIELDS: usize = 1024

/** Where the next record begins, and where the next byte of the copy goes. */
export let position: usize = 0
export let written: usize = 0
/** Line of the next record, records so far in this scan. */
export let line: u32 = 1
export let records: u32 = 0
/** Cleared once a key holds anything but plain ASCII, so that different bytes may still mean equal values. */
export let isKeyPlain: bool = true
/** Cleared once a field begins or ends with a space of any kind, or with anything below it. Holds for UTF-8 alone. */
export let isTight: bool = true
/** Marks (offset, line) of every `markStep`th record. */
export let marks: u32 = 0

let digits: u32 = 1
/** Set when a field of the present record's key is empty: such a record never becomes a row. */
let lacksKey: bool = false

function renderLine(): void {
  let n = line
  let length: u32 = 0
  do {
    length++
    n /= 10
  } while (n > 0)
  digits = length
  n = line
  for (let i = length; i > 0; i--) {
    store<u8>(DIGITS + i - 1, <u8>(48 + (n % 10)))
    n /= 10
  }
}

function nextLine(): void {
  line++
  let at: usize = DIGITS + digits - 1
  let digit = load<u8>(at)
  if (digit < 57) {
    store<u8>(at, digit + 1)
    return
  }
  renderLine()
}

@inline
function mix(hash: u64, word: u64): u64 {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15
  return hash ^ (hash >> 29)
}

/** Adds the bytes of a field of the key to the hash of its record. */
function hashField(hash: u64, from: usize, to: usize): u64 {
  if (to == from) {
    lacksKey = true
    return hash
  }
  let any: u64 = 0
  let at = from
  for (; at + 8 <= to; at += 8) {
    let word = load<u64>(at)
    any |= word
    hash = mix(hash, word)
  }
  let rest = to - at
  if (rest > 0) {
    let word = load<u64>(at) & ((<u64>1 << (<u64>rest * 8)) - 1)
    any |= word
    hash = mix(hash, word)
  }
  if ((any & 0x8080808080808080) != 0 || load<u8>(from) <= SPACE || load<u8>(to - 1) <= SPACE) isKeyPlain = false
  hash = mix(hash, <u64>(to - from) | 0x6b00000000000000)
  return (hash ^ (hash >> 32)) * 0xd6e8feb86659fd93
}

/** A hash that no other record of the file gets by its line. */
function hashLine(): u64 {
  let hash = mix(0x6c00000000000000, line)
  return (hash ^ (hash >> 32)) * 0xd6e8feb86659fd93
}

/** Looks at the two ends of a field. A space is U+0020, U+00A0 (two bytes) or U+3000 (three). */
@inline
function lookAtEnds(from: usize, to: usize): void {
  if (from == to) return
  let first = load<u8>(from)
  let last = load<u8>(to - 1)
  if (
    first <= SPACE ||
    last <= SPACE ||
    (first == 0xc2 && load<u8>(from, 1) == 0xa0) ||
    (first == 0xe3 && load<u16>(from, 1) == 0x8080) ||
    (last == 0xa0 && load<u8>(to - 2) == 0xc2) ||
    (last == 0x80 && load<u16>(to - 3) == 0x80e3)
  )
    isTight = false
}

@inline
function specials(at: usize, delimiters: v128, lfs: v128, quotes: v128, crs: v128): u64 {
  let bytes = v128.load(at)
  return <u64>(<u32>i8x16.bitmask(
    v128.or(
      v128.or(i8x16.eq(bytes, delimiters), i8x16.eq(bytes, lfs)),
      v128.or(
        v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, crs)),
        i8x16.eq(bytes, i8x16.splat(0)),
      ),
    ),
  ))
}

/**
 * Takes records from `start` on. 64 bytes behind `end` and `outEnd` must be readable and writable.
 * @param start where a record begins; `end` behind the last byte of the block.
 * @param out where the copy goes on; `hashes` where hashes of keys go, room for `hashRoom`; `markTable` room for `markRoom` marks.
 */
export function scan(
  start: usize,
  end: usize,
  out: usize,
  outEnd: usize,
  hashes: usize,
  hashRoom: u32,
  markTable: usize,
  markRoom: u32,
  markPhase: u32,
  markStep: u32,
  delimiter: u32,
  quote: u32,
  width: u32,
  longest: u32,
): i32 {
  let delimiterByte = <u8>delimiter
  let quoteByte = <u8>quote
  let delimiters = i8x16.splat(delimiterByte)
  let lfs = i8x16.splat(LF)
  let crs = i8x16.splat(CR)
  let quotes = i8x16.splat(quoteByte)
  let firstKey = load<u32>(KEY_FIELDS)
  let hasKey = firstKey != 0xffffffff
  let recordStart = start
  let fieldStart = start
  let fields: u32 = 1
  let hash: u64 = 0
  let keyAt: usize = KEY_FIELDS
  let nextKey = firstKey
  let phase = markPhase
  records = 0
  marks = 0
  lacksKey = false
  written = out
  renderLine()
  let base = start
  while (base < end) {
    let mask =
      specials(base, delimiters, lfs, quotes, crs) |
      (specials(base + 16, delimiters, lfs, quotes, crs) << 16) |
      (specials(base + 32, delimiters, lfs, quotes, crs) << 32) |
      (specials(base + 48, delimiters, lfs, quotes, crs) << 48)
    if (end - base < 64) mask &= (<u64>1 << <u64>(end - base)) - 1
    let next = base + 64
    while (mask != 0) {
      let at = base + <usize>ctz(mask)
      mask &= mask - 1
      let byte = load<u8>(at)
      let stop = at
      if (byte == delimiterByte) {
        lookAtEnds(fieldStart, at)
        if (fields - 1 == nextKey) {
          hash = hashField(hash, fieldStart, at)
          keyAt += 4
          nextKey = load<u32>(keyAt)
        }
        fields++
        fieldStart = at + 1
        continue
      }
      if (byte == quoteByte) {
        if (at != fieldStart) {
          position = recordStart
          return ODD_RECORD
        }
        // Finds the quote that closes the field; line ends and NUL within it are not for here.
        let close = at + 1
        let hasPair = false
        for (;;) {
          while (close < end) {
            let c = load<u8>(close)
            if (c == quoteByte || c == LF || c == CR || c == 0) break
            close++
          }
          if (close + 1 >= end) {
            position = recordStart
            return BLOCK_ENDS
          }
          if (load<u8>(close) != quoteByte) {
            position = recordStart
            return ODD_RECORD
          }
          if (load<u8>(close + 1) != quoteByte) break
          hasPair = true
          close += 2
        }
        lookAtEnds(at + 1, close)
        let after = load<u8>(close + 1)
        if (after != delimiterByte && after != LF && after != CR) {
          position = recordStart
          return ODD_RECORD
        }
        if (fields - 1 == nextKey) {
          if (hasPair) isKeyPlain = false
          hash = hashField(hash, at + 1, close)
          keyAt += 4
          nextKey = load<u32>(keyAt)
        }
        at = close + 1
        stop = at
        if (after == delimiterByte) {
          fields++
          fieldStart = at + 1
          next = at + 1
          break
        }
        byte = after
        // The line end is taken here: it may lie beyond this word of the mask.
        mask = 0
        next = at + 1
      } else if (byte == LF || byte == CR) {
        lookAtEnds(fieldStart, at)
        if (fields - 1 == nextKey) hash = hashField(hash, fieldStart, at)
      }
      let ahead = at + 1
      if (byte == CR) {
        if (ahead >= end) {
          position = recordStart
          return BLOCK_ENDS
        }
        if (load<u8>(ahead) != LF) {
          position = recordStart
          return ODD_RECORD
        }
        ahead++
        mask = 0
        next = ahead
      } else if (byte != LF) {
        position = recordStart
        return ODD_RECORD
      }
      if (stop == recordStart) {
        // An empty line.
        nextLine()
      } else {
        let length = stop - recordStart
        if (fields != width || <u32>length > longest) {
          position = recordStart
          return ODD_RECORD
        }
        if (written + length + 32 > outEnd || records >= hashRoom || marks >= markRoom) {
          position = recordStart
          return FULL
        }
        for (let done: usize = 0; done < length; done += 16)
          v128.store(written + done, v128.load(recordStart + done))
        written += length
        store<u8>(written, delimiterByte)
        v128.store(written + 1, v128.load(DIGITS))
        written += 1 + digits
        store<u8>(written, LF)
        written++
        if (phase == 0) {
          store<u32>(markTable + <usize>marks * 8, <u32>(recordStart - start))
          store<u32>(markTable + <usize>marks * 8, line, 4)
          marks++
          phase = markStep
        }
        phase--
        if (hasKey) store<u64>(hashes + <usize>records * 8, lacksKey ? hashLine() : hash)
        records++
        nextLine()
      }
      recordStart = ahead
      fieldStart = ahead
      fields = 1
      hash = 0
      lacksKey = false
      keyAt = KEY_FIELDS
      nextKey = firstKey
    }
    base = next
  }
  position = recordStart
  return BLOCK_ENDS
}

/**
 * Whether `count` hashes are all different. They are parted by their upper bits, so that each part's table stays in cache.
 * @param from the hashes; `parted` room for as many; `heads` room for 2 ** bits + 1 numbers; `table` room for 2 ** tableBits words.
 */
export function areDistinct(
  from: usize,
  count: u32,
  parted: usize,
  heads: usize,
  bits: u32,
  table: usize,
  tableBits: u32,
): bool {
  let parts: u32 = 1 << bits
  let shift: u64 = 64 - <u64>bits
  memory.fill(heads, 0, (<usize>parts + 1) * 4)
  for (let i: u32 = 0; i < count; i++) {
    let head = heads + 4 + (<usize>(load<u64>(from + <usize>i * 8) >> shift) << 2)
    store<u32>(head, load<u32>(head) + 1)
  }
  for (let part: u32 = 0; part < parts; part++) {
    let head = heads + (<usize>part << 2)
    store<u32>(head, load<u32>(head) + load<u32>(head, 4), 4)
  }
  for (let i: u32 = 0; i < count; i++) {
    let hash = load<u64>(from + <usize>i * 8)
    let head = heads + (<usize>(hash >> shift) << 2)
    let at = load<u32>(head)
    store<u64>(parted + <usize>at * 8, hash)
    store<u32>(head, at + 1)
  }
  // Every head now stands where its part ends.
  let slots: u32 = 1 << tableBits
  let at: u32 = 0
  for (let part: u32 = 0; part < parts; part++) {
    let stop = load<u32>(heads + (<usize>part << 2))
    if (stop - at > slots >> 1) return false
    memory.fill(table, 0, <usize>slots * 8)
    for (; at < stop; at++) {
      let hash = load<u64>(parted + <usize>at * 8)
      if (hash == 0) hash = 1
      let slot = <u32>hash & (slots - 1)
      for (;;) {
        let held = load<u64>(table + <usize>slot * 8)
        if (held == 0) break
        if (held == hash) return false
        slot = (slot + 1) & (slots - 1)
      }
      store<u64>(table + <usize>slot * 8, hash)
    }
  }
  return true
}
