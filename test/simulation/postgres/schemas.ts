import type pg from 'pg';
import type { QueryRunner } from 'typeorm';
import type { Service } from '#contracts';
import { MessagingTables } from '#messaging';
import type { Migration } from '#postgres';
import { Clock1700000000000 } from '../../../libs/postgres/clock-migration.js';

const DUTIES = ['owner', 'api', 'worker', 'ops'] as const;
/** What migrations put there and nothing in a simulation changes. */
const KEPT = new Set(['tracking.policy', 'reimbursements.policy', 'reimbursements.policy_version']);

/** The roles, rights and tables of each service, as a fresh installation has them. */
export async function makeSchemas(
  client: pg.Client,
  migrations: ReadonlyMap<Service, readonly Migration[]>,
): Promise<void> {
  for (const [service, own] of migrations) {
    await client.query(rights(service));
    await client.query(`set role ${service}_owner; set search_path = ${service}`);
    const runner = {
      query: (text: string, values?: unknown[]) => client.query(text, values),
    } as unknown as QueryRunner;
    for (const one of [Clock1700000000000, MessagingTables, ...own]) await new one().up(runner);
    await client.query('reset role; reset search_path');
  }
}

function rights(service: Service): string {
  const byDefault = `alter default privileges for role ${service}_owner in schema ${service} grant`;
  return [
    ...DUTIES.map((duty) => `create role ${service}_${duty}`),
    `create schema ${service} authorization ${service}_owner`,
    `grant usage on schema ${service} to ${service}_api, ${service}_worker, ${service}_ops`,
    `${byDefault} select, insert, update, delete on tables to ${service}_worker`,
    `${byDefault} select, insert, update on tables to ${service}_api`,
    `${byDefault} select on tables to ${service}_ops`,
    `${byDefault} usage, select on sequences to ${service}_worker, ${service}_api`,
  ].join(';');
}

/** Empties everything, so that a seed finds what the first one found. */
export async function emptyAll(client: pg.Client, services: readonly Service[]): Promise<void> {
  // Of a file of no bytes nothing can be left; a partitioned table has none, and owns the sequence of its rows.
  const { rows } = await client.query<{ name: string }>(
    `select t.oid::regclass::text as name
     from pg_class t join pg_namespace n on n.oid = t.relnamespace
     where n.nspname = any ($1) and (t.relkind = 'p' or t.relkind = 'r' and pg_relation_size(t.oid) > 0)
     order by 1`,
    [services],
  );
  const tables = rows.map(({ name }) => name).filter((name) => !KEPT.has(name));
  const statements = [
    // Decisions refuse to be changed; only a superuser can look away.
    'set session_replication_role = replica',
    ...(tables.length > 0 ? [`truncate ${tables.join(', ')} restart identity cascade`] : []),
    ...services.map((service) => `insert into ${service}.clock default values`),
    'reset session_replication_role',
  ];
  await client.query(statements.join(';'));
}
