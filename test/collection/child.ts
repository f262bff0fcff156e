/** A process of its own that collects once, to be killed: `child.ts HOME HOST`. */
import { collect } from '../../src/collection/index.ts'
import { partner } from './partner.ts'

const [home = '', host = ''] = process.argv.slice(2)
const report = await collect(partner(host), {
  home,
  book: 'insurer',
  environment: { PARTNER_URL: `http://${host}` },
  signal: new AbortController().signal,
})
process.stdout.write(JSON.stringify(report))
