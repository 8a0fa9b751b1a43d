import { readInstant, toIso } from './instant.js';
import type { Instant } from './instant.js';

/** The CloudEvents attributes of a message (binary mode). */
export interface Envelope {
  /** Unique within `source`. Of a fact: the id of its outbox row. */
  readonly id: string;
  /** As `ceType`. */
  readonly type: string;
  /** Of a fact: service and incarnation. */
  readonly source: string;
  /** The aggregate. Always there on a fact. */
  readonly subject?: string | undefined;
  /** The owner's instant. Always there on a fact; on a report only a claim. */
  readonly time?: Instant | undefined;
  /** The relay's tick: with `id` it names a fact for good. */
  readonly tick?: number | undefined;
  readonly traceparent?: string | undefined;
  readonly dataschema?: string | undefined;
}

/** A Kafka header as clients hand it over: bytes, text, or several under one name. */
export type HeaderValue = Buffer | string | readonly (Buffer | string)[] | undefined;

/** The Kafka headers of a message, values as text. */
export function toHeaders(envelope: Envelope): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: envelope.id,
    ce_type: envelope.type,
    ce_source: envelope.source,
  };
  if (envelope.subject !== undefined) headers['ce_subject'] = envelope.subject;
  if (envelope.time !== undefined) headers['ce_time'] = toIso(envelope.time);
  if (envelope.tick !== undefined) headers['ce_tick'] = String(envelope.tick);
  if (envelope.traceparent !== undefined) headers['ce_traceparent'] = envelope.traceparent;
  if (envelope.dataschema !== undefined) headers['ce_dataschema'] = envelope.dataschema;
  return headers;
}

/** Either the envelope, or everything that is wrong with the headers. */
export type ReadHeaders =
  | { readonly envelope: Envelope; readonly faults?: undefined }
  | { readonly envelope?: undefined; readonly faults: readonly string[] };

/**
 * Reads the Kafka headers of a message. `ce_id`, `ce_source`, `ce_type` and `ce_specversion` are required, of a
 * fact `ce_subject` and `ce_time` too. Never throws.
 */
export function fromHeaders(headers: Readonly<Record<string, HeaderValue>> | undefined): ReadHeaders {
  const faults: string[] = [];
  const read = (name: string): string | undefined => {
    const value = headers?.[name];
    if (Array.isArray(value) && value.length !== 1)
      faults.push(`header ${name} is given ${value.length} times`);
    const one: unknown = Array.isArray(value) ? value[0] : value;
    const text = Buffer.isBuffer(one) ? one.toString('utf8') : one;
    // Postgres keeps no NUL: who may write a topic must not be able to make every statement fail with one.
    if (typeof text === 'string' && text.includes('\u0000')) faults.push(`header ${name} holds a NUL`);
    return typeof text === 'string' && text !== '' ? text : undefined;
  };
  const need = (name: string): string => {
    const text = read(name);
    if (text === undefined) faults.push(`header ${name} is missing`);
    return text ?? '';
  };

  const version = need('ce_specversion');
  if (version !== '' && version !== '1.0')
    faults.push(`header ce_specversion is "${version}": only 1.0 is read`);
  const type = need('ce_type');
  // What outsiders report may leave out what only an owner must say.
  const ours = type !== '' && !type.startsWith('makegood.report.');
  const saidTime = ours ? need('ce_time') : read('ce_time');
  const time = saidTime ? readInstant(saidTime) : undefined;
  if (saidTime && time === undefined)
    faults.push(`header ce_time is "${saidTime}": write an ISO 8601 instant`);
  const tick = read('ce_tick');
  if (tick !== undefined && !isTick(tick)) faults.push(`header ce_tick is "${tick}": write a whole number`);
  const contentType = read('content-type');
  if (contentType !== undefined && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType)) {
    faults.push(`header content-type is "${contentType}": only application/json is read`);
  }
  const envelope = {
    id: need('ce_id'),
    type,
    source: need('ce_source'),
    subject: ours ? need('ce_subject') : read('ce_subject'),
    traceparent: read('ce_traceparent'),
    dataschema: read('ce_dataschema'),
  };
  if (faults.length > 0) return { faults };
  return {
    envelope: {
      ...envelope,
      time,
      tick: tick === undefined ? undefined : Number(tick),
    },
  };
}

function isTick(text: string): boolean {
  return /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text));
}
