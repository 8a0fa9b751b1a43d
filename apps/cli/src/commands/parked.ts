import type { Command } from 'commander';
import { innerServices, serviceNamed } from '../stack/service-names.js';
import type { InnerService } from '../stack/service-names.js';
import type { Stack } from '../stack/open-stack.js';
import { answer, answerJson } from '../terminal/lines.js';
import { table } from '../terminal/tables.js';
import { UserError } from '../user-error.js';
import { inNamespace, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

interface ParkedRow {
  readonly service: string;
  readonly id: number;
  readonly type: string | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly subject?: string | null;
  readonly reason?: string;
  readonly detail?: string;
  readonly state?: string;
  readonly parkedAt?: string;
  /** Of what waits: for which key, and since when. */
  readonly waitsFor?: string;
  readonly since?: string;
}

type ListOptions = NamespaceOptions & { readonly state?: string };

export function parkedCommand(program: Command): void {
  const parked = program
    .command('parked')
    .description('Reports and events that were put aside, and those that wait.');
  overNamespace(parked.command('list', { isDefault: true }))
    .description('List what is parked, with its reason, and what waits for something not known yet')
    .option('--state <state>', 'parked, redriven or discarded', 'parked')
    .action(async (options: ListOptions) => {
      const found = await inNamespace(options, (stack) => list(stack, options.state ?? 'parked'));
      if (options.json) answerJson(found);
      else answer(described(found));
    });
  overNamespace(parked.command('show'))
    .description('Show one parked record with its headers and value')
    .argument('<service>', innerServices.join(', '))
    .argument('<id>', 'its number in the list')
    .action(async (service: string, id: string, options: NamespaceOptions) => {
      const path = `/parked/${serviceNamed(service, innerServices)}/${numbered(id)}`;
      const record = await inNamespace(options, ({ gateway }) => gateway.get<object>(path));
      answer(JSON.stringify(record, undefined, options.json ? 0 : 2));
    });
  for (const [action, what] of [
    ['redrive', 'Handle a parked record again, in its place; what follows of its subject goes with it'],
    ['discard', 'Give a parked record up for good; it stays on record'],
  ] as const) {
    overNamespace(parked.command(action))
      .description(what)
      .argument('<service>', innerServices.join(', '))
      .argument('<id>', 'its number in the list')
      .action(async (service: string, id: string, options: NamespaceOptions) => {
        const path = `/parked/${serviceNamed(service, innerServices)}/${numbered(id)}/${action}`;
        const { outcome } = await inNamespace(options, ({ gateway }) =>
          gateway.post<{ outcome: string }>(path, {}),
        );
        if (options.json) answerJson({ outcome });
        else answer(outcome);
      });
  }
}

interface Found {
  readonly parked: readonly ParkedRow[];
  readonly waiting: readonly ParkedRow[];
}

async function list({ services }: Stack, state: string): Promise<Found> {
  const all = async (what: 'parked' | 'waiting'): Promise<ParkedRow[]> => {
    const lists = await Promise.all(innerServices.map((service) => pages(services, service, what, state)));
    return lists.flat();
  };
  return { parked: await all('parked'), waiting: await all('waiting') };
}

// Each service numbers its own, so each is read to its own end.
async function pages(
  services: Stack['services'],
  service: InnerService,
  what: 'parked' | 'waiting',
  state: string,
): Promise<ParkedRow[]> {
  const rows: ParkedRow[] = [];
  for (;;) {
    const query = new URLSearchParams({ state, after: String(rows.at(-1)?.id ?? 0) });
    const page = await services.ask<Record<string, ParkedRow[]>>(
      service,
      'GET',
      `/${what}?${query.toString()}`,
    );
    const found = page[what] ?? [];
    if (found.length === 0) return rows;
    rows.push(...found.map((row) => ({ ...row, service })));
  }
}

function described({ parked, waiting }: Found): string {
  const place = (row: ParkedRow): string => `${row.topic}/${row.partition}@${row.offset}`;
  const parkedRows = parked.map((row) => [
    row.service,
    String(row.id),
    row.type ?? 'unreadable',
    row.reason ?? '',
    row.detail ?? '',
    row.parkedAt ?? '',
    place(row),
  ]);
  const waitingRows = waiting.map((row) => [
    row.service,
    row.type ?? '',
    row.waitsFor ?? '',
    row.since ?? '',
    place(row),
  ]);
  return [
    parked.length === 0
      ? 'nothing is parked'
      : table(['service', 'id', 'type', 'reason', 'detail', 'since', 'record'], parkedRows),
    waiting.length === 0
      ? 'nothing waits'
      : table(['service', 'type', 'waits for', 'since', 'record'], waitingRows),
  ].join('\n');
}

function numbered(id: string): string {
  if (!/^\d+$/.test(id)) throw new UserError(`"${id}" is no number of a parked record: see npm run parked.`);
  return id;
}
