import { contracts, isInbound, topicOf, type Service } from '#contracts';
import { NEXT_CLOSE } from '../../apps/reimbursements/src/store/closing-claims.js';
import { NEXT_RELEASE } from '../../apps/reimbursements/src/store/order-cases.js';
import { NEXT_DUE } from '../../apps/tracking/src/store/due-packages.js';
import type { Log } from './kafka/log.js';
import { services } from './services.js';
import type { World } from './world.js';

const CHECK_MS = 400;

/** Waits until all is read, sent and swept, twice in a row. @returns what is still open after `patienceMs`, if anything. */
export async function untilQuiet(world: World, patienceMs: number): Promise<string | undefined> {
  const deadline = world.time.now + patienceMs;
  for (let quiet = 0; ;) {
    const open = await world.client.step('client look', () => whatIsOpen(world), {
      ready: () => world.backend.holder === undefined,
    });
    quiet = open === undefined ? quiet + 1 : 0;
    if (quiet === 2) return undefined;
    if (world.time.now > deadline) return open ?? 'it was quiet only once';
    await new Promise((resolve) => setTimeout(resolve, CHECK_MS));
  }
}

function whatIsOpen({ backend, brokers }: World): string | undefined {
  const offsets = backend.asSuperuser<{
    service: string;
    topic: string;
    partition: number;
    next: string;
  }>(
    services
      .map(
        (service) =>
          `select '${service}' as service, topic, "partition", next from ${service}.consumer_offset`,
      )
      .join(' union all '),
  );
  const read = new Map(offsets.map((row) => [`${row.service} ${row.topic}[${row.partition}]`, row.next]));
  for (const service of services) {
    for (const topic of heardBy(service, brokers.log)) {
      for (const [partition, { length: end }] of brokers.log.partitions(topic).entries()) {
        // Who has never stood anywhere has no row: it may stand still, or be starting again.
        const next = Number(read.get(`${service} ${topic}[${partition}]`) ?? 0);
        if (next !== end) return `${service} has read ${topic}[${partition}] up to ${next} of ${end}`;
      }
    }
  }
  const unsent = backend.asSuperuser<{ service: string; open: boolean }>(
    services.map(unsentBy).join(' union all '),
  );
  for (const { service, open } of unsent) if (open) return `${service} has not sent all it said`;
  const due = [
    ['tracking', NEXT_DUE.text],
    ['reimbursements', NEXT_CLOSE.text],
    ['reimbursements', NEXT_RELEASE.text],
  ] as const;
  for (const [service, text] of due) {
    const [row] = backend.asSuperuser<{ is: boolean }>(
      `select (select due from (${text}) o) <= clock_now() as is`,
      service,
    );
    if (row?.is) return `${service} has not swept what is due`;
  }
  return undefined;
}

/** The topics of which a service must have read all. */
function heardBy(service: Service, log: Log): string[] {
  const heard = contracts().filter(({ hears }) => hears.includes(service));
  const facts = heard.filter(({ kind }) => kind === 'fact').map(({ owner }) => topicOf(owner));
  const takesReports = heard.some(({ kind }) => kind === 'report');
  const inbound = [...log.all()].map(([topic]) => topic).filter(isInbound);
  return [...new Set([...facts, ...(takesReports ? inbound : [])])];
}

const unsentBy = (service: string): string =>
  `select '${service}' as service, r.tick <> r.acked or exists (select 1 from ${service}.outbox o
     where o.xid >= pg_snapshot_xmax(r.cur) or not pg_visible_in_snapshot(o.xid, r.cur)) as open
   from ${service}.relay r`;
