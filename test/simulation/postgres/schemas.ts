import type { QueryRunner } from 'typeorm';
import type { Service } from '#contracts';
import { MessagingTables } from '#messaging';
import type { Migration } from '#postgres';
import { Clock1700000000000 } from '../../../libs/postgres/clock-migration.js';
import type { Session } from './session.js';

const DUTIES = ['owner', 'api', 'worker', 'ops'] as const;

/** The roles, rights and tables of each service, as a fresh installation has them. */
export async function makeSchemas(
  session: Session,
  migrations: ReadonlyMap<Service, readonly Migration[]>,
): Promise<void> {
  for (const [service, own] of migrations) {
    session.run(rights(service));
    session.run(`set role ${service}_owner; set search_path = ${service}`);
    const runner = {
      query: async (text: string, values?: unknown[]) =>
        values ? session.execute(text, text, values) : session.run(text),
    } as unknown as QueryRunner;
    for (const one of [Clock1700000000000, MessagingTables, ...own]) await new one().up(runner);
    session.run('reset role; reset search_path');
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
