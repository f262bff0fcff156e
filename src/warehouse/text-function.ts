/**
 * SQL functions written in TypeScript: texts in, a text or NULL out. What is declared here is known to every warehouse that this
 * process opens afterwards, read or write. They run on the JavaScript thread, some 2 million calls a second at best, so SQL asks them
 * only for what it cannot read itself.
 */
import { type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api'

/** Gives the value of one row; throwing counts as NULL. `options` is the same for all rows of a call. */
export type TextFunctionBody = (text: string, options: string) => string | null

const declared = new Map<string, TextFunctionBody>()

/**
 * Declares a function of that name and gives the SQL that calls it.
 * @param name lower case with underscores, unique in the process.
 */
export function textFunction(
  name: string,
  body: TextFunctionBody,
): (text: string, options?: string) => string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`invalid function: ${JSON.stringify(name)}`)
  if (declared.has(name)) throw new Error(`duplicate function: ${JSON.stringify(name)}`)
  declared.set(name, body)
  return (text, options = '') => `${name}(${text}, '${options.replaceAll("'", "''")}')`
}

/** Makes every declared function known to the instance of a connection. */
export function registerTextFunctions(connection: DuckDBConnection): void {
  for (const [name, body] of declared) {
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        parameterTypes: [VARCHAR, VARCHAR],
        returnType: VARCHAR,
        mainFunction: (_info, input, output) => {
          const texts = input.getColumnVector(0)
          const options = String(input.rowCount > 0 ? (input.getColumnVector(1).getItem(0) ?? '') : '')
          for (let row = 0; row < input.rowCount; row++) {
            const text = texts.getItem(row)
            output.setItem(row, text === null ? null : valueFor(body, String(text), options))
          }
          output.flush()
        },
      }),
    )
  }
}

function valueFor(body: TextFunctionBody, text: string, options: string): string | null {
  try {
    return body(text, options)
  } catch {
    return null
  }
}
