/** A SQL statement with a name, so that Postgres parses and plans it once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Names a statement. The name must be unique within a service; it shows up in `pg_prepared_statements`. */
export function sql(name: string, text: string): Statement {
  if (name.length > 63) throw new Error(`Statement name "${name}" is longer than Postgres keeps (63).`);
  return { name, text };
}
