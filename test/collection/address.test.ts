import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { guardedLookup, isPublicAddress } from '../../src/collection/address.ts'
import { collector } from '../../src/collector.ts'
import { desk, json, site } from './desk.ts'

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'localhost',
  '',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '172.15.0.1',
  '172.32.0.1',
  '100.63.0.1',
  '2606:4700::1111',
  '2a00:1450:4001::1',
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

const partner = (more: object = {}) =>
  collector({
    name: 'partner',
    kind: 'rest',
    title: { en: 'Partner', zh: '合作方' },
    description: 'Records of a partner',
    lands: 'partner/partner-*.jsonl',
    schedule: '0 * * * *',
    address: 'PARTNER_URL',
    path: '/records',
    records: '',
    attempts: 1,
    ...more,
  })

describe('a collector does not reach into our own network', () => {
  test.each([
    ['a loopback number', 'http://127.0.0.1:9/'],
    ['a number in one piece', 'http://2130706433:9/'],
    ['a mapped address', 'http://[::ffff:127.0.0.1]:9/'],
    ['the metadata of a cloud', 'http://169.254.169.254/'],
    ['another scheme', 'file:///etc'],
    ['a user in the address', 'https://me:hunter2@example.com/'],
  ])('by %s', async (_what, address) => {
    const report = await desk().collect(partner(), { PARTNER_URL: address })
    expect(report.errors).toHaveLength(1)
    expect(report.errors[0]).toMatch(/^invalid address: .*\[/)
    expect(report.errors[0]).not.toContain('hunter2')
  })

  test('by a name that resolves to a private address, or to one among others', async () => {
    const resolve = async () => ['93.184.215.14', '10.0.0.5']
    const report = await desk().collect(partner(), { PARTNER_URL: 'http://partner.test:80' }, { resolve })
    expect(report.errors[0]).toMatch(/leads to 10\.0\.0\.5, which is not public/)
  })

  test('by a name that resolves to another address the second time', async () => {
    let asked = 0
    const resolve = async () => [++asked === 1 ? '8.8.8.8' : '127.0.0.1']
    const look = guardedLookup(new URL('http://partner.test:8080'), { allowPrivate: [], resolve })
    const lookUp = () =>
      new Promise((done, fail) =>
        look('partner.test', { all: true }, (error, found) => (error ? fail(error) : done(found))),
      )
    // The socket gets the very address that was checked: nobody asks again between the check and the connection.
    expect(await lookUp()).toEqual([{ address: '8.8.8.8', family: 4 }])
    expect(asked).toBe(1)
    await expect(lookUp()).rejects.toThrow(/leads to 127\.0\.0\.1/)
    const inner = await site((_url, response) => json(response, []))
    const settings = { PARTNER_URL: `http://partner.test:${inner.host.split(':')[1]}` }
    const report = await desk().collect(partner(), settings, { resolve })
    expect(report.errors[0]).toMatch(/not public/)
    expect(inner.asked).toHaveLength(0)
  })

  test('by a redirect, and its secrets stay with the first host', async () => {
    const inner = await site((_url, response) => json(response, []))
    const outer = await site((_url, response) =>
      response.writeHead(302, { location: `${inner.url}/records` }).end(),
    )
    const withKey = { authorization: { kind: 'bearer', token: 'PARTNER_TOKEN' } as const }
    const environment = { PARTNER_URL: outer.url, PARTNER_TOKEN: 'open-sesame' }
    const refused = await desk().collect(partner({ ...withKey, allowPrivate: [outer.host] }), environment)
    expect(refused.errors[0]).toMatch(/not a public address/)
    expect(inner.asked).toHaveLength(0)
    const followed = await desk().collect(
      partner({ ...withKey, allowPrivate: [outer.host, inner.host] }),
      environment,
    )
    expect(followed.errors).toEqual([])
    expect(outer.asked.at(-1)?.headers.authorization).toBe('Bearer open-sesame')
    expect(inner.asked[0].headers.authorization).toBeUndefined()
  })
})

describe('an answer has its limits', () => {
  test('in bytes, packed and unpacked, in time and in redirects', async () => {
    const loud = await site((url, response) => {
      if (url.pathname.startsWith('/bomb'))
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1 << 20)))
      else if (url.pathname.startsWith('/large')) response.end('x'.repeat(1 << 17))
      else if (url.pathname.startsWith('/round')) response.writeHead(302, { location: url.pathname }).end()
      else if (url.pathname.startsWith('/cut')) {
        response.writeHead(200, { 'content-length': '100' })
        response.write('[')
        setTimeout(() => response.destroy(), 20)
      }
    })
    const limits = { allowPrivate: [loud.host], answerBytes: 1 << 16, answerSeconds: 0.4 }
    const fault = async (path: string) =>
      (await desk().collect(partner({ ...limits, path }), { PARTNER_URL: loud.url })).errors[0]
    expect(await fault('/bomb')).toMatch(/more than 65536 bytes/)
    expect(await fault('/large')).toMatch(/more than 65536 bytes/)
    expect(await fault('/round')).toMatch(/more than 5 redirects/)
    expect(await fault('/cut')).toMatch(/aborted|cut off|hang up/)
    expect(await fault('/silent')).toMatch(/did not answer within 0.4 s/)
  })
})
