/** What tables and columns a warehouse holds, in Kysely's words. */
import {
  type ColumnMetadata,
  type DatabaseIntrospector,
  type DatabaseMetadata,
  type DatabaseMetadataOptions,
  type Kysely,
  type SchemaMetadata,
  sql,
  type TableMetadata,
} from 'kysely'

interface ColumnRow {
  schema_name: string
  table_name: string
  column_name: string
  data_type: string
  is_nullable: boolean
  column_default: string | null
  comment: string | null
  is_view: boolean
}

export class WarehouseIntrospector implements DatabaseIntrospector {
  readonly #db: Kysely<unknown>

  constructor(db: Kysely<unknown>) {
    this.#db = db
  }

  async getSchemas(): Promise<SchemaMetadata[]> {
    const { rows } = await sql<SchemaMetadata>`
      select distinct schema_name as name from information_schema.schemata
      where catalog_name = current_database() order by 1`.execute(this.#db)
    return rows
  }

  async getTables(
    options: DatabaseMetadataOptions = { withInternalKyselyTables: false },
  ): Promise<TableMetadata[]> {
    const { rows } = await sql<ColumnRow>`
      select c.schema_name, c.table_name, c.column_name, c.data_type, c.is_nullable, c.column_default, c.comment,
        v.view_name is not null as is_view
      from duckdb_columns() c
      left join duckdb_views() v
        on v.view_name = c.table_name and v.schema_name = c.schema_name and v.database_name = c.database_name
      where not c.internal and c.database_name = current_database()
      order by c.schema_name, c.table_name, c.column_index`.execute(this.#db)
    const tables = new Map<string, TableMetadata>()
    for (const row of rows) {
      if (!options.withInternalKyselyTables && row.table_name.startsWith('kysely_')) continue
      const key = `${row.schema_name}.${row.table_name}`
      const table = tables.get(key) ?? {
        name: row.table_name,
        schema: row.schema_name,
        isView: row.is_view,
        columns: [],
      }
      tables.set(key, table)
      table.columns.push(column(row))
    }
    return [...tables.values()]
  }

  async getMetadata(options?: DatabaseMetadataOptions): Promise<DatabaseMetadata> {
    return { tables: await this.getTables(options) }
  }
}

function column(row: ColumnRow): ColumnMetadata {
  return {
    name: row.column_name,
    dataType: row.data_type,
    isNullable: row.is_nullable,
    hasDefaultValue: row.column_default !== null,
    isAutoIncrementing: row.column_default?.toLowerCase().includes('nextval') ?? false,
    ...(row.comment === null ? {} : { comment: row.comment }),
  }
}
