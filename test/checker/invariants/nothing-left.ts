import type { Row, Violation } from '../observed.js';
import { countBy, isForAny, text } from '../seen-world.js';
import type { SeenWorld } from '../seen-world.js';

const services = ['orders', 'tracking', 'returns', 'reimbursements', 'gateway'];
const CE_ID = Buffer.from('ce_id').toString('base64');

/** Nothing is parked or waiting that should not be, nothing is unread, and nothing unsaid. */
export function nothingLeft(world: SeenWorld): Violation[] {
  return [
    ...parked(world),
    ...waiting(world),
    ...unread(world),
    ...services.flatMap((service) => unsaid(world, service)),
  ];
}

function parked(world: SeenWorld): Violation[] {
  const violations: Violation[] = [];
  const poisoned = new Set<string>();
  for (const service of services) {
    for (const row of world.rows(`${service}.parked`)) {
      const id = recordId(row);
      const isMeant = id !== undefined && world.expected.poison.has(id);
      if (isMeant && row['kind'] === 'poison') poisoned.add(id);
      else if (row['state'] === 'parked')
        violations.push({
          invariant: 'parked',
          detail: `${service} put aside ${text(row, 'topic')}/${text(row, 'partition')}/${text(row, 'record_offset')}: ${text(row, 'reason')} ${text(row, 'detail')}`,
        });
    }
  }
  for (const id of world.expected.poison)
    if (!poisoned.has(id))
      violations.push({
        invariant: 'poison-taken',
        detail: `record ${id} is unreadable and was not put aside`,
      });
  return violations;
}

// Names and bytes of headers are kept in base64.
function recordId(row: Row): string | undefined {
  const header = (row['headers'] as Record<string, unknown> | null)?.[CE_ID];
  return typeof header === 'string' ? Buffer.from(header, 'base64').toString('utf8') : undefined;
}

function waiting(world: SeenWorld): Violation[] {
  return services.flatMap((service) =>
    world
      .rows(`${service}.waiting`)
      // What is reported of an order that was lost waits for ever.
      .filter((row) => !isForAny(text(row, 'wait_key'), world.expected.leftOut))
      .map((row) => ({
        invariant: 'waiting',
        detail: `${service}: ${text(row, 'type')} waits for ${text(row, 'wait_key')}`,
      })),
  );
}

function unread(world: SeenWorld): Violation[] {
  const ends = new Map<string, number>();
  for (const { topic, partition, offset } of world.observed.records)
    ends.set(`${topic}/${partition}`, Math.max(offset + 1, ends.get(`${topic}/${partition}`) ?? 0));
  return services.flatMap((service) =>
    world.rows(`${service}.consumer_offset`).flatMap((row) => {
      const slot = `${text(row, 'topic')}/${text(row, 'partition')}`;
      const [next, end] = [Number(row['next']), ends.get(slot)];
      if (end === undefined || next === end) return [];
      return [
        {
          invariant: next < end ? 'unread' : 'read-beyond',
          detail: `${service} stands at ${next} of ${slot}, which ends at ${end}`,
        },
      ];
    }),
  );
}

function unsaid(world: SeenWorld, service: string): Violation[] {
  const [relay] = world.rows(`${service}.relay`);
  if (!relay) return [];
  const [, xmax = '0', xip = ''] = text(relay, 'cur').split(':');
  const open = new Set(xip.split(',').filter(Boolean));
  const rows = world
    .rows(`${service}.outbox`)
    .filter((row) => BigInt(text(row, 'xid')) >= BigInt(xmax) || open.has(text(row, 'xid')));
  const types = [...countBy(rows, (row) => text(row, 'type'))].map(([type, count]) => `${count} ${type}`);
  const violations =
    rows.length > 0 ? [{ invariant: 'unsaid', detail: `${service} has not said ${types.join(', ')}` }] : [];
  if (text(relay, 'acked') !== text(relay, 'tick'))
    violations.push({
      invariant: 'unsaid',
      detail: `${service}: tick ${text(relay, 'tick')} is not acknowledged`,
    });
  return violations;
}
