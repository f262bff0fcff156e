/** What the snapshot tests run in a process of its own: `node child.ts <what> <home> [id] [step]`; talks in lines. */
import { openWarehouse, snapshots } from '../../src/warehouse/index.ts'

interface Tables {
  't.row': { n: number }
}

const [what, home, id = '', step = '0'] = process.argv.slice(2)

if (what === 'build') {
  let steps = 0
  const onStep = () => {
    if (++steps === Number(step)) process.kill(process.pid, 'SIGKILL')
  }
  const build = await snapshots(home, 'demo', { onStep }).begin<Tables>({ id, from: 'current' })
  await build.warehouse.execute(
    'create schema if not exists t; create table if not exists t.row (n integer primary key)',
  )
  await build.warehouse.append('t.row', { n: [2] })
  await build.publish({ createdAt: new Date(0), code: 'child', definitions: {} })
  process.stdout.write(`steps ${steps}\n`)
} else if (what === 'hold') {
  await openWarehouse({ path: home, mode: 'write' })
  process.stdout.write('open\n')
  setInterval(() => {}, 1000)
} else {
  for (let i = 0; i < 20; i++) {
    const { warehouse, manifest } = await snapshots(home, 'demo').openCurrent<Tables>()
    const rows = await warehouse.db.selectFrom('t.row').selectAll().execute()
    process.stdout.write(`${manifest.id} ${rows.length} ${manifest.rows['t.row']}\n`)
    await warehouse.close()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
