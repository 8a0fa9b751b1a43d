import type { Databases, KafkaPort, Messaging } from '#messaging';
import type { Database, Statement, Tx } from '#postgres';

/** A defect, planted by wrapping a port, that the simulation must report: otherwise it could not fail. */
export interface Plant {
  readonly name: string;
  readonly breaks: string;
  /** Only by one of these invariants: broken in another way it would be another defect that was found. */
  readonly caughtBy: readonly string[];
  /** Some of the first so many seeds notice it. */
  readonly seeds: number;
  databases?(databases: Databases): Databases;
  kafka?(kafka: KafkaPort): KafkaPort;
  messaging?(messaging: Messaging): void;
}

/** @throws Error when there is nothing to replace: the statement was written anew, and nothing would be planted */
function edited(text: string, part: string, by: string): string {
  if (!text.includes(part)) throw new Error(`this plant needs "${part}", which is not in: ${text}`);
  return text.replace(part, by);
}

type Rewritten = { text: string; values: readonly unknown[] } | undefined;

/** Statements of these names are answered without being asked of the database, or asked otherwise. */
function statements(
  change: (name: string, text: string, values: readonly unknown[]) => Rewritten | unknown[],
): Plant['databases'] {
  const query =
    (tx: Tx): Tx['query'] =>
    async (statement: Statement | string, values: readonly unknown[] = []) => {
      if (typeof statement === 'string') return tx.query(statement, values);
      const changed = change(statement.name, statement.text, values);
      if (changed === undefined) return tx.query(statement, values);
      if (Array.isArray(changed)) return changed as never;
      return tx.query({ name: `${statement.name}_planted`, text: changed.text }, changed.values);
    };
  const planted = (database: Database): Database => {
    const transaction = database.transaction.bind(database);
    database.transaction = (work, options) =>
      transaction(
        (tx) =>
          work({
            now: () => tx.now(),
            query: query(tx),
            send: (...asked) => void query(tx)(...asked).catch(() => undefined),
          }),
        options,
      );
    return database;
  };
  return ({ api, worker, ops }) => ({ api, worker: planted(worker), ops });
}

export const plants: readonly Plant[] = [
  {
    name: 'marks-too-high',
    breaks: 'a fact of the next tick is taken for one that was seen',
    caughtBy: ['copy-lacks', 'lost-effect'],
    seeds: 12,
    databases: statements((name, text, values) =>
      name === 'mark_read' ? { text: edited(text, 'tick, id', 'tick + 1 as tick, id'), values } : undefined,
    ),
  },
  {
    name: 'offset-not-moved',
    breaks: 'the offset is not moved with the effects: after a restart the records are taken again',
    caughtBy: ['not-drained'],
    seeds: 2,
    databases: statements((name) => (name === 'offset_move' ? [] : undefined)),
  },
  {
    name: 'offset-ahead',
    breaks: 'the offset is moved one too far: a record is never read',
    caughtBy: ['not-drained'],
    seeds: 2,
    databases: statements((name, text, [topic, partitions, next]) => {
      if (name !== 'offset_move') return undefined;
      const ahead = (next as bigint[]).map((one, at) =>
        (partitions as number[])[at] === 1 ? one + 1n : one,
      );
      return { text, values: [topic, partitions, ahead] };
    }),
  },
  {
    name: 'outbox-row-lost',
    breaks: 'the last of several facts of a transaction is not written to the outbox',
    caughtBy: ['lost-event'],
    seeds: 4,
    databases: statements((name, text, values) =>
      name === 'outbox_insert'
        ? { text: `${text} offset case when cardinality($1::text[]) > 2 then 1 else 0 end`, values }
        : undefined,
    ),
  },
  {
    name: 'tick-skipped',
    breaks: 'a request that Kafka has not acknowledged is not sent again',
    caughtBy: ['lost-event'],
    seeds: 20,
    kafka: (kafka) => ({
      ...bound(kafka),
      send: (records) => kafka.send(records).catch(() => undefined),
    }),
  },
  {
    name: 'order-swapped',
    breaks: 'the relay sends a request back to front',
    caughtBy: ['swapped-order', 'out-of-order'],
    seeds: 4,
    kafka: (kafka) => ({ ...bound(kafka), send: (records) => kafka.send(records.toReversed()) }),
  },
  {
    name: 'crash-unheard',
    breaks: 'a service whose Kafka client has ended for good does not join its group again',
    caughtBy: ['not-drained'],
    seeds: 20,
    kafka: (kafka) => ({
      ...bound(kafka),
      consume: (options, hooks) => kafka.consume(options, { ...hooks, onCrash: () => undefined }),
    }),
  },
  {
    name: 'no-barrier',
    breaks: 'sweeps do not wait for what lies unread',
    caughtBy: ['outran-its-reading'],
    seeds: 30,
    messaging: ({ flush }) => {
      flush.caughtUp = async () => true;
      flush.run = async () => true;
    },
  },
  {
    name: 'decisions-forgotten',
    breaks: 'what was decided of a unit before is not looked at',
    caughtBy: ['parked', 'paid-twice', 'paid-wrongly'],
    seeds: 8,
    databases: statements((name) => (name === 'decisions_of_orders' ? [] : undefined)),
  },
];

/** @throws RangeError naming those that there are */
export function plantNamed(name: string): Plant {
  const plant = plants.find((known) => known.name === name);
  if (!plant) throw new RangeError(`no plant is called ${name}: there are\n${listPlants()}`);
  return plant;
}

/** One line for each. */
export const listPlants = (): string =>
  plants.map(({ name, breaks }) => `${name.padEnd(20)}${breaks}`).join('\n');

function bound(kafka: KafkaPort): KafkaPort {
  return {
    send: (records) => kafka.send(records),
    ranges: (topic) => kafka.ranges(topic),
    ends: (topics) => kafka.ends(topics),
    topicExists: (topic) => kafka.topicExists(topic),
    consume: (options, hooks) => kafka.consume(options, hooks),
    lastRecords: (topic, group) => kafka.lastRecords(topic, group),
    close: () => kafka.close(),
  };
}
