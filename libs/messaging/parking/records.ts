import type { ReadRecord, TopicPartition } from '../kafka/port.js';

/** A record as `parked` and `waiting` keep it: the bytes as they came (headers in base64: any byte is legal there). */
export interface KeptRecord {
  topic: string;
  partition: number;
  offset: bigint;
  at: number;
  headers: string;
  key: Buffer | null;
  value: Buffer | null;
  /** Since when it has waited, if it has: waiting again does not start the count anew. */
  since?: number;
}

export interface KeptRow {
  id: number;
  topic: string;
  partition: number;
  record_offset: number;
  record_at: number;
  headers: Record<string, string>;
  key: Buffer | null;
  value: Buffer | null;
  since?: number;
}

export function keep(at: TopicPartition, record: ReadRecord): KeptRecord {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(record.headers)) {
    if (value !== undefined)
      headers[Buffer.from(name).toString('base64')] = Buffer.from(value).toString('base64');
  }
  return {
    topic: at.topic,
    partition: at.partition,
    offset: record.offset,
    at: record.timestamp,
    headers: JSON.stringify(headers),
    key: record.key,
    value: record.value,
  };
}

export function restore(row: KeptRow): ReadRecord {
  const headers: Record<string, Buffer> = {};
  for (const [name, value] of Object.entries(row.headers)) {
    headers[Buffer.from(name, 'base64').toString()] = Buffer.from(value, 'base64');
  }
  return {
    offset: BigInt(row.record_offset),
    key: row.key,
    value: row.value,
    headers,
    timestamp: row.record_at,
  };
}
