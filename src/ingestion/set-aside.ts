/** Checks of severity `quarantine`: the records that they name are set aside, one check after the other. */
import { sql } from 'kysely'
import type { Source } from '../source.ts'
import { type CheckResult, checkText, DEFAULTS } from './checks.ts'
import { columnsOf } from './definition.ts'
import type { Session } from './raw.ts'
import { acceptedRows, type Fault, type Staged } from './stage.ts'

/** Marks the records that the checks name, each under the code `check_<name>`; a later check sees what the earlier ones left. */
export async function setAsideByChecks(session: Session, source: Source, staged: Staged): Promise<Staged> {
  const names = columnsOf(source).map(([name]) => `"${name}"`)
  const rows = `(select _line, _offset, ${names.join(', ')} from ${acceptedRows(source, staged)})`
  const faults: Fault[] = [...staged.faults]
  const results: CheckResult[] = []
  for (const check of source.checks) {
    const { name, severity, meaning, part = 'consistency' } = check
    if (severity !== 'quarantine') continue
    const failing = checkText(check, { rows, source })
    try {
      const { rows: sample } = await sql
        .raw(`select * from (${failing}\n) limit ${DEFAULTS.sample}`)
        .execute(session)
      faults.push({ column: '', code: `check_${name}`, reads: [], reason: meaning })
      const { numAffectedRows } =
        sample.length === 0
          ? { numAffectedRows: 0n }
          : await sql
              .raw(
                `update ${staged.table} set _fault = ${faults.length}
                where _fault = 0 and _offset in (select _offset from (${failing}\n))`,
              )
              .execute(session)
      results.push({
        source: source.name,
        name,
        severity,
        meaning,
        part,
        failed: Number(numAffectedRows ?? 0),
        sample,
      })
    } catch (error) {
      throw new Error(`invalid check: ${name} [source ${source.name}: ${(error as Error).message}]`, {
        cause: error,
      })
    }
  }
  return { ...staged, faults, setAside: results }
}
