import { contractOf, PublisherChanged, toHeaders, topics } from '#contracts';
import type { Service, Shape } from '#contracts';
import type { Batch, Due, Fact, MessagingServer, Turn } from '#messaging';
import type { Database } from '#postgres';
import { SeekTo } from '../../../libs/messaging/consume/faults.js';
import type { Heard } from '../../../libs/messaging/consume/slice.js';
import { SliceTaker } from '../../../libs/messaging/consume/slice-taker.js';
import type { ReadRecord } from '../../../libs/messaging/kafka/port.js';
import { saidBy, writeOutbox } from '../../../libs/messaging/relay/outbox.js';
import { register, subscriptionsOf } from '../services.js';

type Handle = (input: Batch | Due, turn: Turn) => Promise<Fact[]>;

/** What a service hears and sweeps, as messaging would call it. */
export class Ears {
  private readonly sweeps = new Map<string, Handle>();
  private readonly heard: Heard;

  constructor(
    private readonly service: Service,
    worker: Database,
  ) {
    const handlers = new Map<string, { types: Set<string>; handle: Handle }>();
    const addHandler = (_: unknown, handle: Handle, __: boolean, extras: Record<string, unknown>) => {
      if (typeof extras['sweeps'] === 'string') this.sweeps.set(extras['sweeps'], handle);
      else handlers.set(String(extras['hears']), { types: new Set(extras['types'] as string[]), handle });
    };
    register({ addHandler } as unknown as MessagingServer, subscriptionsOf(service, worker));
    // The registry is messaging's own business, whatever the service hears of the gateway.
    handlers.get('gateway.events')?.types.add(contractOf(PublisherChanged).type);
    this.heard = {
      service,
      hearing: new Map([...handlers].map(([source, { types }]) => [source, { types, takesStrays: false }])),
      dispatch: async (source, batch, turn) => (await handlers.get(source)?.handle(batch, turn)) ?? [],
    };
  }

  /** Takes these records of a partition as a consumer does. */
  take(database: Database, topic: string, records: readonly ReadRecord[]): Promise<void> {
    const quiet = () => undefined;
    const taker = new SliceTaker(this.heard, database, quiet, { info: quiet, warn: quiet, error: quiet });
    const [first, last] = [records[0], records.at(-1)];
    if (!first || !last) return Promise.resolve();
    const run = { topic, partition: 0, records, fetchedOffset: first.offset, through: last.offset };
    return taker.take(run).catch((error: unknown) => {
      // A zombie is told where the database stands: nothing of its batch was taken.
      if (!(error instanceof SeekTo)) throw error;
    });
  }

  /** Handles what is due, as the sweeper does. */
  sweep(database: Database, name: string, until: number): Promise<void> {
    return database.transaction(async (tx) => {
      const facts = await this.sweeps.get(name)?.({ until, limit: 100 }, { tx } as Turn);
      writeOutbox(
        tx,
        (facts ?? []).map((one) => saidBy(this.service, one)),
      );
    });
  }
}

let ids = 0;

/** A record of the carrier's, warehouse's or order source's topic, all in one: `inbound.network`. */
export function reported<T extends object>(shape: Shape<T>, offset: number, data: T, at: number): ReadRecord {
  const { type } = contractOf(shape);
  return record(offset, at, toHeaders({ id: `r${(ids += 1)}`, type, source: 'urn:network' }), data);
}

/** The same, as the gateway passes it on for a publisher. */
export function passedOn(publisherId: string, report: ReadRecord): ReadRecord {
  return { ...report, headers: { ...report.headers, makegood_publisher: Buffer.from(publisherId) } };
}

/** A fact as its owner's relay puts it on the topic. */
export function said<T extends object>(shape: Shape<T>, offset: number, data: T, at: number): ReadRecord {
  const { type, subject } = contractOf(shape);
  const id = (ids += 1);
  const envelope = { id: String(id), type, source: 'urn:owner', subject: subject(data), time: at, tick: id };
  return record(offset, at, toHeaders(envelope), data);
}

function record(offset: number, at: number, headers: Record<string, string>, data: object): ReadRecord {
  return {
    offset: BigInt(offset),
    key: null,
    value: Buffer.from(JSON.stringify(data)),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
    timestamp: at,
  };
}

/** Partitions whose offset rows must be there. */
export const heardTopics = [...Object.keys(topics), 'inbound.network'];
