import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '#contracts';
import type { KafkaPort } from '#messaging';
import { INPUT } from './input.js';

export interface Staging {
  /** The first records have come. */
  began: () => void;
  batch?: number;
  replicas?: number;
  /** There is none, or another process may hold it. */
  withoutRelay?: boolean;
}

type ConsumeHooks = Parameters<KafkaPort['consume']>[1];
type FetchedBatch = Parameters<ConsumeHooks['onBatch']>[0];
type BatchControl = Parameters<ConsumeHooks['onBatch']>[1];

/**
 * The same Kafka, on which reading begins when all is in place, and says so: taking over the relay and forming the
 * group are no part of a pipeline's pace.
 */
export function staged(port: KafkaPort, staging: Staging): KafkaPort {
  const { began, batch: size = Infinity, replicas = 1, withoutRelay = replicas > 1 } = staging;
  const relay = gate();
  const share = gate();
  if (withoutRelay) relay.open();
  return {
    send: (records) => port.send(records),
    ranges: (topic) => port.ranges(topic),
    ends: (names) => port.ends(names),
    topicExists: (topic) => port.topicExists(topic),
    lastRecords: (topic, groupId) => port.lastRecords(topic, groupId).finally(relay.open),
    consume: async (options, hooks) => {
      await relay.opened;
      return port.consume(options, {
        ...hooks,
        onJoin: (assigned, consumption) => {
          if (assigned.length <= Math.ceil(topics[INPUT].partitions / replicas)) share.open();
          hooks.onJoin(assigned, consumption);
        },
        onBatch: async (batch, control) => {
          if (!(await held(share, control))) return;
          began();
          for (const part of cut(batch, size)) await hooks.onBatch(part, control);
        },
      });
    },
    close: () => port.close(),
  };
}

interface Gate {
  readonly opened: Promise<void>;
  readonly isOpen: () => boolean;
  readonly open: () => void;
}

function gate(): Gate {
  let state = false;
  let pass: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (pass = resolve));
  const open = (): void => {
    state = true;
    pass();
  };
  return { opened, isOpen: () => state, open };
}

/** Waits at the gate as a member of the group. @returns false when the partition was taken away meanwhile. */
async function held(share: Gate, control: BatchControl): Promise<boolean> {
  while (!share.isOpen()) {
    // A group that forms anew is told so here; the batch comes again.
    const left = await control.heartbeat().then(
      () => false,
      () => true,
    );
    if (left || control.isStale()) return false;
    await sleep(50);
  }
  return !control.isStale();
}

function* cut(batch: FetchedBatch, size: number): Generator<FetchedBatch> {
  if (batch.records.length <= size) {
    yield batch;
    return;
  }
  let fetchedOffset = batch.fetchedOffset;
  for (let from = 0; from < batch.records.length; from += size) {
    const records = batch.records.slice(from, from + size);
    const isLast = from + size >= batch.records.length;
    const lastOffset = isLast ? batch.lastOffset : (records.at(-1)?.offset ?? batch.lastOffset);
    yield { ...batch, records, fetchedOffset, lastOffset };
    fetchedOffset = lastOffset + 1n;
  }
}
