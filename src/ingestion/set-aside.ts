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
  const mark = staged.mark ?? markIn(session, staged.table)
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
      faults.push({ column: '', code: `check_${name}`, reads: [], reason: meaning.en })
      const failed = sample.length === 0 ? 0 : await mark(faults.length, failing)
      results.push({
        source: source.name,
        name,
        severity,
        meaning,
        part,
        failed,
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

const markIn = (session: Session, table: string) => async (fault: number, failing: string) => {
  const { numAffectedRows } = await sql
    .raw(
      `update ${table} set _fault = ${fault} where _fault = 0 and _offset in (select _offset from (${failing}\n))`,
    )
    .execute(session)
  return Number(numAffectedRows ?? 0)
}
