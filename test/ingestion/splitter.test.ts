import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldsOf, type SplitOptions, Splitter } from '../../src/ingestion/csv/splitter.ts'

interface Seen {
  records: { text: string; offset: number; line: number }[]
  rejects: { code: string; text: string; offset: number; line: number }[]
  bytes: number
}

/** Splits a text handed over in blocks of `size` bytes. */
function split(text: string | Buffer, width: number, size = 1 << 20, more: Partial<SplitOptions> = {}): Seen {
  const bytes = Buffer.from(text as string)
  const seen: Seen = { records: [], rejects: [], bytes: 0 }
  const splitter = new Splitter(
    { delimiter: 44, width, damaged: false, ...more },
    {
      record: (block, start, end, offset, line) => {
        seen.records.push({ text: block.toString('utf8', start, end), offset, line })
        seen.bytes += end - start
      },
      blank: (n) => {
        seen.bytes += n
      },
      reject: (code, part, offset, line) => {
        seen.rejects.push({ code, text: part.toString('utf8'), offset, line })
        seen.bytes += part.length
      },
    },
  )
  let rest: Buffer = Buffer.alloc(0)
  for (let from = 0; from < bytes.length; from += size) {
    const block = Buffer.concat([rest, bytes.subarray(from, from + size)])
    rest = block.subarray(splitter.push(block, from + size >= bytes.length))
  }
  return seen
}

test('a record ends at LF, CR LF, CR or the end of the file, and knows its line and offset', () => {
  const { records, rejects } = split('a,b\nc,d\r\ne,f\rg,h', 2)
  expect(rejects).toEqual([])
  expect(records).toEqual([
    { text: 'a,b\n', offset: 0, line: 1 },
    { text: 'c,d\r\n', offset: 4, line: 2 },
    { text: 'e,f\r', offset: 9, line: 3 },
    { text: 'g,h', offset: 13, line: 4 },
  ])
})

test('a quoted field may hold delimiters, quotes and line ends', () => {
  const { records, rejects } = split('1,"a,""b""\nc"\n2,x\n', 2)
  expect(rejects).toEqual([])
  expect(records.map((record) => [record.text, record.line])).toEqual([
    ['1,"a,""b""\nc"\n', 1],
    ['2,x\n', 3],
  ])
})

test('an open quote costs its own record, wherever the next quote is', () => {
  const open = split('1,"open\n2,x\n3,y\n', 2)
  expect(open.rejects).toEqual([{ code: 'broken_quote', text: '1,"open\n', offset: 0, line: 1 }])
  expect(open.records.map((record) => record.line)).toEqual([2, 3])
  const closed = split('1,"open\n2,"x"\n3,y\n', 2)
  expect(closed.rejects.map((reject) => reject.text)).toEqual(['1,"open\n'])
  expect(closed.records.map((record) => record.text)).toEqual(['2,"x"\n', '3,y\n'])
  const swallowed = split('1,"open\n2,x"\n3,y\n', 3)
  expect(swallowed.rejects.map((reject) => reject.line)).toEqual([1, 2, 3])
})

test('ragged, NUL and over-long records are set aside whole', () => {
  const { records, rejects } = split(`1,2\n1\n1,2,3\n1,\0\n${'x'.repeat(50)},1\n3,4\n`, 2, 1 << 20, {
    longestRecord: 40,
  })
  expect(rejects.map((reject) => reject.code)).toEqual([
    'ragged_row',
    'ragged_row',
    'nul_byte',
    'long_record',
  ])
  expect(records.map((record) => record.text)).toEqual(['1,2\n', '3,4\n'])
})

test('bytes that are not UTF-8 set their record aside when the file is UTF-8 otherwise', () => {
  const bytes = Buffer.concat([Buffer.from('1,好\n2,'), Buffer.from([0xff]), Buffer.from('\n3,x\n')])
  const { records, rejects } = split(bytes, 2, 1 << 20, { damaged: true })
  expect(rejects.map((reject) => [reject.code, reject.line])).toEqual([['invalid_encoding', 2]])
  expect(records).toHaveLength(2)
})

test('any text at all is split without losing a byte, the same in blocks of any size', () => {
  const piece = fc.constantFrom('a', 'é', ',', '"', '""', '\n', '\r\n', '\r', ' ', '\0', '"x"', '1,2\n')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (pieces, size) => {
      const text = pieces.join('')
      const whole = split(text, 2)
      expect(whole.bytes).toBe(Buffer.byteLength(text))
      expect(split(text, 2, size)).toEqual(whole)
    }),
    { seed: 7, numRuns: 500 },
  )
})

test('fields come out unquoted', () => {
  expect(fieldsOf('a,"b ""c"", d",,e\r\n', ',')).toEqual(['a', 'b "c", d', '', 'e'])
  expect(fieldsOf('a;b;', ';')).toEqual(['a', 'b', ''])
  expect(fieldsOf('"x" , "y"', ',')).toEqual(['x', 'y'])
})
