import { check, contractOf, contractOfType, fromHeaders, OrderAccepted } from '#contracts';
import { connectKafka, type Incoming, type KafkaPort } from '#messaging';
import { Database } from '#postgres';
import type { Contestant } from '../contestants/contestant.js';
import { SERVICE } from '../stack/bench-stack.js';
import { INPUT } from './input.js';
import { handle, type OursSetup } from './ours.js';
import { staged } from './staged-port.js';

type Consumption = Awaited<ReturnType<KafkaPort['consume']>>;
type Hooks = Parameters<KafkaPort['consume']>[1];
type ReadRecord = Parameters<Hooks['onBatch']>[0]['records'][number];
type Position = Incoming['position'];

/**
 * Ours without its promise: the same Kafka client, checks, handler and tables, but the offset is Kafka's, committed
 * before the batch is taken. No offset row, no marks: a crash loses what was in hand.
 */
export async function open(setup: OursSetup): Promise<Contestant> {
  const database = await Database.connect(setup.logins.worker);
  let port: KafkaPort | undefined;
  let consumption: Consumption | undefined;
  return {
    async start(round, began) {
      port = connectKafka({ brokers: setup.brokers, clientId: SERVICE, ...setup.kafka });
      const stage = staged(port, { began, batch: setup.batch, withoutRelay: true });
      consumption = await stage.consume(
        {
          groupId: `${setup.namespace}.at-most-once-${round}`,
          topics: [`${setup.namespace}.${INPUT}`],
          concurrency: 3,
        },
        hooksOf(database),
      );
    },
    async stop() {
      await consumption?.stop();
      await port?.close();
    },
  };
}

function hooksOf(database: Database): Hooks {
  let consumption: Consumption | undefined;
  return {
    onJoin: (_, joined) => (consumption = joined),
    async onBatch({ topic, partition, records, lastOffset }, control) {
      await consumption?.report({ topic, partition }, lastOffset + 1n);
      const batch = records.map((record) => read(record, { topic, partition, offset: record.offset }));
      await database.transaction((tx) => handle(batch, tx));
      control.resolve(lastOffset);
      await control.heartbeat();
    },
    onGap: () => undefined,
    onCrash: (error) => {
      throw error;
    },
  };
}

function read(record: ReadRecord, position: Position): Incoming {
  const { envelope } = fromHeaders(record.headers);
  const data: unknown = JSON.parse(record.value?.toString('utf8') ?? '');
  const contract = contractOfType(contractOf(OrderAccepted).type);
  if (!envelope || !contract || check(envelope.type, data).length > 0) throw new Error('a broken event');
  const { id, source, subject = '', time = record.timestamp } = envelope;
  return { contract, type: contract.name, id, source, subject, time, data: data as object, position };
}
