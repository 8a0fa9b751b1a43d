import pg from 'pg';

const SECONDARY_INDEXES = `
  select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
  where indrelid = $1::regclass and not indisprimary
    and not exists (select from pg_constraint where conindid = indexrelid)`;

/** How a table of a service is filled: a statement with parameters. */
export interface Filling {
  table: string;
  statement: string;
  values: readonly unknown[];
}

/**
 * Fills tables of a service, some at once; secondary indexes are built when the rows are in.
 * @param databaseUrl of who may do anything in it.
 */
export async function bulkLoad(
  databaseUrl: string,
  schema: string,
  fillings: readonly Filling[],
  atOnce = 3,
): Promise<void> {
  const left = [...fillings];
  const worker = async (): Promise<void> => {
    for (let one = left.shift(); one; one = left.shift()) await fill(databaseUrl, schema, one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function fill(
  databaseUrl: string,
  schema: string,
  { table, statement, values }: Filling,
): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    options: `-c search_path=${schema} -c synchronous_commit=off -c maintenance_work_mem=256MB`,
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; definition: string }>(SECONDARY_INDEXES, [table]);
    for (const { name } of rows) await client.query(`drop index ${name}`);
    await client.query(statement, [...values]);
    for (const { definition } of rows) await client.query(definition);
    await client.query(`vacuum (analyze, index_cleanup off) ${table}`);
  } finally {
    await client.end();
  }
}
