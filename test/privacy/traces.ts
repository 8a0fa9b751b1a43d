import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultStack } from '../faults/stack/fault-stack.js';
import { readTopics } from '../faults/observe/topics.js';

/** Where something was found, and what stood around it. */
export interface Trace {
  where: string;
  found: string;
}

const AROUND = 60;

/** Looks for a word as text, and as the hex and base64 in which columns and logs show bytes. */
export function tracesIn(where: string, text: string, word: string): Trace[] {
  const spelled = [word, Buffer.from(word).toString('hex'), ...base64Of(word)];
  return spelled.flatMap((form) => {
    const at = text.toLowerCase().indexOf(form.toLowerCase());
    return at < 0 ? [] : [{ where, found: text.slice(Math.max(0, at - AROUND), at + form.length + AROUND) }];
  });
}

/** The middle of it, at each of the three ways in which three bytes can fall. */
function base64Of(word: string): string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.from('x'.repeat(shift) + word).toString('base64');
    return text.slice(shift === 0 ? 0 : 4, Math.floor((shift + word.length) / 3) * 4);
  });
}

/** In every record of every topic of the namespace, from its beginning: value, key and headers. */
export async function tracesOnTopics(
  stack: FaultStack,
  word: string,
): Promise<{ traces: Trace[]; records: ReadonlyMap<string, number> }> {
  const prefix = stack.topic('');
  const names = (await (await stack.admin()).listTopics()).filter((name) => name.startsWith(prefix));
  const records = new Map(names.map((name) => [name.slice(prefix.length), 0]));
  const traces: Trace[] = [];
  await readTopics(stack.kafka, new Map(names.map((name) => [name, name.slice(prefix.length)])), (record) => {
    records.set(record.topic, (records.get(record.topic) ?? 0) + 1);
    traces.push(...tracesIn(`topic ${record.topic}`, JSON.stringify(record), word));
  });
  return { traces, records };
}

/** In every row of every table of all schemas, as text. */
export async function tracesInRows(
  stack: FaultStack,
  word: string,
): Promise<{ traces: Trace[]; rows: ReadonlyMap<string, number> }> {
  const { rows: tables } = await stack.sql.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const rows = new Map<string, number>();
  const traces: Trace[] = [];
  for (const { name } of tables) {
    const found = await stack.sql.query<{ row: string }>(`select t::text as row from ${name} t`);
    rows.set(name, found.rows.length);
    traces.push(...found.rows.flatMap(({ row }) => tracesIn(`table ${name}`, row, word)));
  }
  return { traces, rows };
}

/** In every line of every log of the processes. */
export function tracesInLogs(
  folder: string,
  word: string,
): { traces: Trace[]; lines: ReadonlyMap<string, number> } {
  const lines = new Map<string, number>();
  const traces = readdirSync(folder).flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8').split('\n');
    lines.set(name, text.length);
    return text.flatMap((line) => tracesIn(`log ${name}`, line, word));
  });
  return { traces, lines };
}
