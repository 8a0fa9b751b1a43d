import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '#contracts';
import { isForAny } from '../../checker/seen-world.js';
import { SERVICES } from '../stack/fault-stack.js';
import type { FaultStack } from '../stack/fault-stack.js';

const POLL_MS = 250;

const NONE: ReadonlySet<string> = new Set();

/**
 * What is still to be done, in words; empty when all was read, said and swept. Asks the servers, no service.
 * @param lost orders, as `seller/order`, for which reports may wait for ever
 */
export async function leftToDo(stack: FaultStack, lost = NONE): Promise<string[]> {
  const perService = await Promise.all(SERVICES.map((service) => leftIn(stack, service, lost)));
  return [...perService.flat(), ...(await due(stack))];
}

async function leftIn(stack: FaultStack, service: Service, lost: ReadonlySet<string>): Promise<string[]> {
  const { rows: offsets } = await stack.sql.query<{ topic: string; partition: number; next: string }>(
    `select topic, "partition", next from ${service}.consumer_offset`,
  );
  const { rows: said } = await stack.sql.query<{ acked: boolean; unsent: boolean; waiting: string[] }>(
    `select acked = tick as acked, exists (select from ${service}.outbox o
       where o.xid >= pg_snapshot_xmax(r.cur) or o.xid in (select pg_snapshot_xip(r.cur))) as unsent,
       array (select wait_key from ${service}.waiting) as waiting
     from ${service}.relay r`,
  );
  const left: string[] = [];
  const admin = await stack.admin();
  const topics = [...new Set(offsets.map(({ topic }) => topic))];
  for (const topic of topics) {
    const ends = new Map(
      (await admin.fetchTopicOffsets(stack.topic(topic))).map(({ partition, high }) => [
        partition,
        Number(high),
      ]),
    );
    for (const { partition, next } of offsets.filter((one) => one.topic === topic)) {
      const behind = (ends.get(partition) ?? 0) - Number(next);
      if (behind !== 0) left.push(`${service} is ${behind} behind on ${topic}/${partition}`);
    }
  }
  const [relay] = said;
  if (!relay?.acked || relay.unsent) left.push(`${service} has more to say`);
  const waiting = relay?.waiting.filter((key) => !isForAny(key, lost)) ?? [];
  if (waiting.length > 0) left.push(`${waiting.length} reports wait at ${service}`);
  return left;
}

async function due(stack: FaultStack): Promise<string[]> {
  const { rows } = await stack.sql.query<{ packages: string; claims: string }>(
    `select (select count(*) from tracking.package_state, tracking.clock
       where next_due_at <= clock_timestamp() + offset_ms * interval '1 ms') as packages,
     (select count(*) from reimbursements.unit, reimbursements.clock
       where claim_closes_at < clock_timestamp() + offset_ms * interval '1 ms') as claims`,
  );
  const [left] = rows;
  return [
    ...(Number(left?.packages) > 0 ? [`${left?.packages ?? ''} packages are due`] : []),
    ...(Number(left?.claims) > 0 ? [`${left?.claims ?? ''} claims are to close`] : []),
  ];
}

/** Waits until nothing is left, twice in a row. @returns since when, epoch milliseconds, or what was left in the end */
export async function untilDrained(
  stack: FaultStack,
  withinMs: number,
  lost?: ReadonlySet<string>,
): Promise<number | string[]> {
  const deadline = Date.now() + withinMs;
  let calm: number | undefined;
  for (;;) {
    const left = await leftToDo(stack, lost).catch((error: unknown) => [`cannot ask yet: ${String(error)}`]);
    if (left.length === 0) {
      if (calm !== undefined) return calm;
      calm = Date.now();
    } else {
      calm = undefined;
      if (Date.now() > deadline) return left;
    }
    await sleep(POLL_MS);
  }
}
