/**
 * Which addresses may be asked: public ones only, so that nobody's link or DNS entry turns a collector on our own network
 * (server-side request forgery). What counts as special follows the IANA special-purpose address registries (RFC 6890).
 */
import { lookup as systemLookup } from 'node:dns/promises'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { UserError } from '../errors.ts'

const SPECIAL_4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Shared address space of carriers; clouds keep metadata there too.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local, with the metadata address of most clouds.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // A cloud's host agent answers at this public address.
  ['168.63.129.16', 32],
] as const
/** Inside of 2000::/3; all that lies outside of it is special anyway: loopback, mapped, NAT64, unique local, multicast. */
const SPECIAL_6 = [
  // Teredo and other protocol assignments.
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4 carries any IPv4 address.
  ['2002::', 16],
  ['3fff::', 20],
  ['2620:4f:8000::', 48],
] as const

const special = new BlockList()
for (const [net, bits] of SPECIAL_4) special.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of SPECIAL_6) special.addSubnet(net, bits, 'ipv6')
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')

/** Whether a numeric address belongs to the public internet. What is no address does not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4')
    case 6:
      return !address.includes('%') && global6.check(address, 'ipv6') && !special.check(address, 'ipv6')
    default:
      return false
  }
}

/** All addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** Asks the system. */
export const resolveBySystem: Resolve = async (host) =>
  (await systemLookup(host, { all: true, verbatim: true })).map(({ address }) => address)

/** Raised for an address that may not be asked; never tried again. */
export class RefusedAddress extends UserError {}

export interface AddressRules {
  /** `host:port` pairs that may be private. */
  readonly allowPrivate: readonly string[]
  readonly resolve: Resolve
}

/** The host of an address without the brackets of IPv6. */
const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')
const portOf = (url: URL) => Number(url.port || (url.protocol === 'https:' ? 443 : 80))
const isAllowed = (host: string, port: number, { allowPrivate }: AddressRules) =>
  allowPrivate.includes(`${host}:${port}`)

/** The addresses of a host that may be connected to. @throws RefusedAddress when one of them is not public. */
export async function publicAddresses(
  host: string,
  port: number,
  rules: AddressRules,
): Promise<readonly string[]> {
  const addresses = isIP(host) ? [host] : await rules.resolve(host)
  // One private address among public ones is a trap, not a choice.
  const bad = addresses.find((address) => !isPublicAddress(address))
  if (bad !== undefined && !isAllowed(host, port, rules))
    throw new RefusedAddress(
      `invalid address: ${host}:${port} [it leads to ${bad}, which is not public; allowPrivate names exceptions]`,
      403,
    )
  if (addresses.length === 0) throw new Error(`no address for ${host}`)
  return addresses
}

/** An address as a URL that may be asked. @throws RefusedAddress for another scheme, user data, or a special numeric host. */
export function webAddress(text: string | URL, rules: AddressRules): URL {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new RefusedAddress('invalid address [http:// or https:// and a host are expected]')
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new RefusedAddress(`invalid address: ${url.protocol} [http: or https:]`)
  if (url.username || url.password)
    throw new RefusedAddress('invalid address: it names a user [put secrets into variables of their own]')
  const host = hostOf(url)
  // Connecting to a number asks no resolver, so the check below would never see it.
  if (isIP(host) && !isPublicAddress(host) && !isAllowed(host, portOf(url), rules))
    throw new RefusedAddress(`invalid address: ${url.host} [not a public address]`, 403)
  return url
}

/**
 * The lookup of a connection to `url`: resolves, checks, and hands the socket the very addresses that were checked, so that
 * a second answer of the name server has no say.
 */
export function guardedLookup(url: URL, rules: AddressRules): LookupFunction {
  const port = portOf(url)
  return (host, options, callback) => {
    publicAddresses(host, port, rules).then(
      (addresses) => {
        const wanted = addresses
          .map((address) => ({ address, family: isIP(address) }))
          .filter(({ family }) => !options.family || options.family === family)
        const [first] = wanted
        if (!first) callback(Object.assign(new Error(`no address for ${host}`), { code: 'ENOTFOUND' }), '', 0)
        else if (options.all) callback(null, wanted)
        else callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    )
  }
}
