import { createHash } from 'node:crypto';
import { contractOf, dataSchema, OrderAccepted, partitionOf, toHeaders, topics } from '#contracts';
import type { KafkaPort, KafkaRecord } from '#messaging';
import { accepted } from './state.js';

export const INPUT = 'orders.events';
const EVENTS_PER_ORDER = 12;
/** A tick of the relay that would have sent them. */
const SENT_AT_ONCE = 3_000;
const FIRST_AT = Date.parse('2026-01-02T03:04:05.678Z');

/**
 * Fills the input topic as an owner's relay would: ticks and ids go up, an order's events are in order.
 * @param options.numbering seller's ids count the events of each order, or (for services that keep them apart) all.
 */
export async function writeInput(
  kafka: KafkaPort,
  topic: string,
  events: number,
  { numbering = 'per order' }: { numbering?: 'per order' | 'throughout' } = {},
): Promise<void> {
  const orders = Math.ceil(events / EVENTS_PER_ORDER);
  for (let from = 0, tick = 1; from < events; from += SENT_AT_ONCE, tick++) {
    const size = Math.min(SENT_AT_ONCE, events - from);
    const records = Array.from({ length: size }, (_, offset) => {
      const index = from + offset;
      const number = numbering === 'throughout' ? index + 1 : Math.floor(index / orders) + 1;
      const data = accepted(uuidOf(index % orders), number);
      return record(topic, data, { id: index + 1, tick, time: FIRST_AT + index });
    });
    await kafka.send(records);
  }
}

function record(
  topic: string,
  data: OrderAccepted,
  { id, tick, time }: { id: number; tick: number; time: number },
): KafkaRecord {
  const contract = contractOf(OrderAccepted);
  const key = contract.key(data);
  return {
    topic,
    partition: partitionOf(key, topics[INPUT].partitions),
    key,
    value: JSON.stringify(data),
    timestamp: time,
    headers: toHeaders({
      id: String(id),
      type: contract.type,
      source: 'urn:bench:input',
      subject: contract.subject(data),
      time,
      tick,
      dataschema: dataSchema(contract),
    }),
  };
}

/** The same ids in every run, spread as random ones are. */
function uuidOf(index: number): string {
  const hex = createHash('sha256').update(`order ${index}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
