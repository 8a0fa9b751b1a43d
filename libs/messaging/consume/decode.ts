import { check, contractOfType, fromHeaders, isInbound, type Contract, type Envelope } from '#contracts';
import type { ReadRecord } from '../kafka/port.js';
import type { Incoming, Position } from '../incoming.js';

/** A report larger than this is put aside unread. */
const MAX_BYTES = 1024 * 1024;
/** Anybody who may write a topic can set any header: one that is no id must not reach a statement. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a record turned out to be. */
export type Decoded =
  | { kind: 'skip' }
  | { kind: 'event'; incoming: Incoming; tick?: number; publisherId?: string }
  | { kind: 'poison'; reason: string; detail: string; type?: string; subject?: string };

/** What a service hears on one topic. */
export interface Hearing {
  types: ReadonlySet<string>;
  /** This service also puts aside inbound records that nobody can own: no type, or one that is no contract's. */
  takesStrays: boolean;
}

const SKIP: Decoded = { kind: 'skip' };

/** Reads one record: cheap for what is not heard, and never throws. */
export function decode(topic: string, partition: number, record: ReadRecord, hearing: Hearing): Decoded {
  const type = record.headers['ce_type']?.toString() ?? '';
  if (!hearing.types.has(type)) return stray(topic, type, hearing);
  const { envelope, faults } = fromHeaders(record.headers);
  if (!envelope) return { kind: 'poison', reason: 'unreadable-headers', detail: faults.join('; '), type };
  const read = body(record, envelope.type);
  if ('reason' in read) return { kind: 'poison', ...read, type, subject: envelope.subject };
  const publisherId = record.headers['makegood_publisher']?.toString();
  if (publisherId !== undefined && !UUID.test(publisherId)) {
    return {
      kind: 'poison',
      reason: 'unreadable-headers',
      detail: 'header makegood_publisher is no id',
      type,
    };
  }
  const position: Position = { topic, partition, offset: record.offset };
  return {
    kind: 'event',
    incoming: incoming(read.contract, envelope, record, read.data, position),
    tick: envelope.tick,
    publisherId,
  };
}

function stray(topic: string, type: string, hearing: Hearing): Decoded {
  if (!isInbound(topic) || !hearing.takesStrays) return SKIP;
  if (type === '')
    return { kind: 'poison', reason: 'unreadable-headers', detail: 'header ce_type is missing' };
  const contract = contractOfType(type);
  if (contract?.kind === 'report') return SKIP;
  const detail = contract
    ? `${type} is a fact: only its owner says it`
    : `no contract has the type ${type}; see docs/events.md for those that exist`;
  return { kind: 'poison', reason: 'unknown-type', detail, type };
}

function body(
  record: ReadRecord,
  type: string,
): { contract: Contract; data: object } | { reason: string; detail: string } {
  const contract = contractOfType(type);
  if (!contract) return { reason: 'unknown-type', detail: type };
  if (record.value === null) return { reason: 'no-value', detail: 'the record has no value' };
  if (record.value.length > MAX_BYTES) {
    return { reason: 'too-large', detail: `${record.value.length} bytes; at most ${MAX_BYTES} are read` };
  }
  let data: unknown;
  try {
    data = JSON.parse(record.value.toString('utf8'));
  } catch (error) {
    return { reason: 'not-json', detail: String(error) };
  }
  const faults = check(type, data);
  if (faults.length > 0) return { reason: 'breaks-contract', detail: faults.join('; ') };
  return { contract, data: data as object };
}

function incoming(
  contract: Contract,
  envelope: Envelope,
  record: ReadRecord,
  data: object,
  position: Position,
): Incoming {
  return {
    contract,
    type: contract.name,
    id: envelope.id,
    source: envelope.source,
    subject: envelope.subject ?? '',
    time: contract.kind === 'report' ? record.timestamp : (envelope.time ?? record.timestamp),
    data,
    position,
  };
}
