import { check, contractOfType, isInstantText, type Contract } from '#contracts';

/** HTTP headers as Node gives them. */
export type HeaderMap = Readonly<Record<string, string | string[] | undefined>>;

/** How many events one request may carry. */
export const MOST_EVENTS = 1_000;

/** A report as it came over HTTP, its envelope and its data checked. */
export interface CheckedEvent {
  id: string;
  type: string;
  source: string;
  subject?: string;
  /** The publisher's claim; the record's timestamp is the report's instant. */
  time?: string;
  traceparent?: string;
  contract: Contract;
  data: object;
}

export type ReadEvents = { events: CheckedEvent[] } | { faults: string[] };

interface RawEvent {
  attributes: Record<string, unknown>;
  data: unknown;
}

const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const TEXT_MOST = 256;
/** What is larger would be put aside unread by its owner. */
const DATA_MOST = 1024 * 1024;

const mediaType = (contentType: string | undefined): string =>
  (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase();

/**
 * Reads the three content modes of the CloudEvents HTTP binding and checks every event.
 * @returns every event, or every fault of every event, `events[3].data.items[0].quantity: ...`; never both.
 */
export function readEvents(headers: HeaderMap, body: unknown): ReadEvents {
  const raw = rawEvents(headers, body);
  if ('faults' in raw) return raw;
  const events: CheckedEvent[] = [];
  const faults: string[] = [];
  raw.events.forEach((event, index) => {
    const read = checkEvent(event);
    if ('faults' in read) faults.push(...read.faults.map((fault) => `events[${index}]${fault}`));
    else events.push(read.event);
  });
  return faults.length > 0 ? { faults } : { events };
}

function rawEvents(headers: HeaderMap, body: unknown): { events: RawEvent[] } | { faults: string[] } {
  const type = mediaType(single(headers['content-type']));
  if (type === STRUCTURED) return { events: [structured(body)] };
  if (type === BATCH) {
    if (!Array.isArray(body)) return { faults: [`the body of ${BATCH} must be a JSON array of events`] };
    if (body.length === 0) return { faults: ['the batch is empty'] };
    if (body.length > MOST_EVENTS) {
      return { faults: [`the batch has ${body.length} events: send at most ${MOST_EVENTS} at a time`] };
    }
    return { events: body.map(structured) };
  }
  if (headers['ce-specversion'] === undefined) {
    return {
      faults: [
        `send ${STRUCTURED}, ${BATCH}, or application/json with ce-* headers (CloudEvents HTTP binding)`,
      ],
    };
  }
  return { events: [binary(headers, body)] };
}

function structured(event: unknown): RawEvent {
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    return { attributes: {}, data: undefined };
  const { data, data_base64: base64, ...attributes } = event as Record<string, unknown>;
  return { attributes, data: typeof base64 === 'string' && data === undefined ? decodeBase64(base64) : data };
}

function decodeBase64(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}

function binary(headers: HeaderMap, body: unknown): RawEvent {
  const attributes: Record<string, unknown> = { datacontenttype: single(headers['content-type']) };
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('ce-')) attributes[name.slice(3)] = percentDecoded(single(value));
  }
  attributes['traceparent'] ??= single(headers['traceparent']);
  return { attributes, data: body };
}

const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;

/** The HTTP binding percent-encodes what is not printable ASCII; a broken sequence stays as it was sent. */
function percentDecoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return text;
  }
}

function checkEvent({ attributes, data }: RawEvent): { event: CheckedEvent } | { faults: string[] } {
  const faults: string[] = [];
  const text = (name: string, required: boolean): string | undefined => {
    const value = attributes[name];
    if (value === undefined || value === null) {
      if (required) faults.push(`.${name}: must be given`);
      return undefined;
    }
    if (typeof value === 'string' && value !== '' && value.length <= TEXT_MOST) return value;
    faults.push(`.${name}: must be a text of 1 to ${TEXT_MOST} characters`);
    return undefined;
  };
  const version = text('specversion', true);
  if (version !== undefined && version !== '1.0') faults.push(`.specversion: must be 1.0 (is ${version})`);
  const time = text('time', false);
  if (time !== undefined && !isInstantText(time))
    faults.push(`.time: must be an ISO 8601 instant (is ${time})`);
  const format = text('datacontenttype', false);
  if (format !== undefined && mediaType(format) !== 'application/json') {
    faults.push(`.datacontenttype: must be application/json (is ${format})`);
  }
  const [id, source, type] = [text('id', true), text('source', true), text('type', true)];
  const contract = type === undefined ? undefined : contractOfType(type);
  if (type !== undefined && contract?.kind !== 'report') faults.push(`.type: ${notAReport(type, contract)}`);
  if (contract?.kind === 'report') {
    const bytes = Buffer.byteLength(JSON.stringify(data) ?? '');
    if (bytes > DATA_MOST) faults.push(`.data: must be at most ${DATA_MOST} bytes (is ${bytes})`);
    faults.push(
      ...check(contract.type, data).map((fault) =>
        fault.startsWith('[') ? `.data${fault}` : `.data.${fault}`,
      ),
    );
  }
  const [subject, traceparent] = [text('subject', false), text('traceparent', false)];
  if (faults.length > 0 || id === undefined || source === undefined || contract === undefined)
    return { faults };
  return {
    event: { id, source, type: contract.type, subject, time, traceparent, contract, data: data as object },
  };
}

const notAReport = (type: string, contract: Contract | undefined): string =>
  contract === undefined
    ? `"${type}" is none of our contracts; docs/events.md lists the reports`
    : `"${type}" is a fact: only ${contract.owner} says it; report "makegood.report.${contract.name}.v1" instead`;
