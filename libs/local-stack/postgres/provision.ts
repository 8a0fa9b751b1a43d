import pg from 'pg';
import type { Namespace } from '../namespace.js';
import { postgresVerifier } from '../scram.js';
import { duties, saltFor, servicePasswords } from '../service-passwords.js';
import type { Duty } from '../service-passwords.js';

export interface ProvisionPostgres {
  services: readonly string[];
  secret: string;
}

const duplicateDatabase = '42P04';

/**
 * The namespace's database, and in it for each service a schema of its name and four roles that know no other schema:
 * owner (migrations), api (reads, adds, changes), worker (also deletes), ops (reads). What a table grants beyond that,
 * its migration says. Again changes nothing.
 */
export async function provisionPostgres(
  databaseUrl: string,
  ns: Namespace,
  wanted: ProvisionPostgres,
): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    // Two who provision one namespace at once would both create what lacks.
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [
      `makegood provision ${ns.database}`,
    ]);
    const [, isSuper] = await Promise.all([
      createDatabase(databaseUrl, ns),
      client.query<{ rolsuper: boolean }>('select rolsuper from pg_roles where rolname = current_user'),
    ]);
    await client.query(rolesSql(ns, wanted));
    await withClient(databaseUrlFor(databaseUrl, ns.database), async (inside) => {
      if (isSuper.rows[0]?.rolsuper !== true) await inside.query(actAsOwnersSql(ns, wanted));
      await inside.query(schemasSql(ns, wanted));
    });
  });
}

/** The database with all in it, and every role that was made for the namespace. */
export async function dropFromPostgres(databaseUrl: string, ns: Namespace): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query(`drop database if exists ${id(ns.database)} with (force)`);
    const { rows } = await client.query<{ rolname: string }>(
      `select rolname from pg_roles where shobj_description(oid, 'pg_authid') = $1`,
      [markOf(ns)],
    );
    if (rows.length > 0) await client.query(`drop role ${rows.map(({ rolname }) => id(rolname)).join(', ')}`);
  });
}

/** The same server and user, another database. */
export function databaseUrlFor(databaseUrl: string, database: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

async function createDatabase(databaseUrl: string, ns: Namespace): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [ns.database]);
    if (rowCount === 1) return;
    try {
      // Texts are ordered by code point whatever the server's own locale is: extracts are merged by that order.
      await client.query(
        `create database ${id(ns.database)} template template0 encoding 'UTF8'
           locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'`,
      );
    } catch (error) {
      if ((error as { code?: string }).code !== duplicateDatabase) throw error;
    }
  });
}

function rolesSql(ns: Namespace, { services, secret }: ProvisionPostgres): string {
  const statements = services.flatMap((service) => {
    const { roles } = servicePasswords(secret, ns, service);
    return duties.flatMap((duty) => {
      const { username, password } = roles[duty];
      const verifier = postgresVerifier(password, saltFor(password, username));
      return [
        `do $$ begin create role ${id(username)}; exception when duplicate_object or unique_violation then null; end $$`,
        `alter role ${id(username)} login nocreatedb nocreaterole password ${text(verifier)}`,
        `comment on role ${id(username)} is ${text(markOf(ns))}`,
      ];
    });
  });
  return ['begin', ...statements, 'commit'].join(';\n');
}

/** A user that is no superuser, but made the roles, has to become their member to give them things. */
function actAsOwnersSql(ns: Namespace, { services }: ProvisionPostgres): string {
  return services
    .map((service) => `grant ${id(ns.role(`${service}_owner`))} to current_user with inherit true, set true`)
    .join(';\n');
}

function schemasSql(ns: Namespace, { services }: ProvisionPostgres): string {
  const database = id(ns.database);
  const everybody = services.flatMap((service) => duties.map((duty) => id(ns.role(`${service}_${duty}`))));
  return [
    'begin',
    `revoke all on database ${database} from public`,
    `grant connect on database ${database} to ${everybody.join(', ')}`,
    'revoke all on schema public from public',
    ...services.flatMap((service) => schemaSql(ns, service, database)),
    'commit',
  ].join(';\n');
}

function schemaSql(ns: Namespace, service: string, database: string): string[] {
  const role = (duty: Duty): string => id(ns.role(`${service}_${duty}`));
  const schema = id(service);
  const byDefault = `alter default privileges for role ${role('owner')} in schema ${schema} grant`;
  return [
    `create schema if not exists ${schema} authorization ${role('owner')}`,
    `grant usage on schema ${schema} to ${role('api')}, ${role('worker')}, ${role('ops')}`,
    `${byDefault} select, insert, update, delete on tables to ${role('worker')}`,
    `${byDefault} select, insert, update on tables to ${role('api')}`,
    `${byDefault} select on tables to ${role('ops')}`,
    `${byDefault} usage, select on sequences to ${role('worker')}, ${role('api')}`,
    ...duties.map((duty) => `alter role ${role(duty)} in database ${database} set search_path = ${schema}`),
  ];
}

function markOf(ns: Namespace): string {
  return `makegood namespace "${ns.name}"`;
}

function id(name: string): string {
  return pg.escapeIdentifier(name);
}

function text(value: string): string {
  return pg.escapeLiteral(value);
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: 10_000,
    application_name: 'makegood-provision',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
