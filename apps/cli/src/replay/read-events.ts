import { check, contractOfType, isInstantText, toInstant } from '#contracts';
import type { Instant } from '#contracts';
import type { Report } from './report.js';
import type { BadRow } from './shipment-row.js';

const SOURCE = 'urn:makegood:replay:events';

/** Further reports read from a file of JSON lines. */
export interface EventsRead {
  readonly reports: Report[];
  readonly bad: BadRow[];
}

/**
 * Reads reports, one CloudEvent (structured JSON) per line: `type` (`makegood.report.OrderShipped.v1`, or the
 * bare name), `data`, and `time`, which is when the report was made; without it `data.occurredAt`. The seller
 * is the replay's own, whatever the line says, so lines may leave it out. Empty lines are skipped.
 */
export function readEvents(text: string, sellerId: string): EventsRead {
  const reports: Report[] = [];
  const bad: BadRow[] = [];
  text.split('\n').forEach((content, index) => {
    const line = index + 1;
    if (content.trim() === '') return;
    const read = readEvent(content, line, sellerId);
    if (Array.isArray(read)) bad.push(...read.map(({ field, reason }) => ({ line, column: field, reason })));
    else reports.push(read);
  });
  return { reports, bad };
}

interface Fault {
  readonly field: string;
  readonly reason: string;
}

function readEvent(content: string, line: number, sellerId: string): Report | Fault[] {
  const event = parseObject(content);
  if (event === undefined) return [{ field: 'line', reason: 'is not a JSON object' }];
  const type = typeOf(event['type']);
  if (type === undefined)
    return [{ field: 'type', reason: `is no report that we know (${show(event['type'])})` }];
  const data = asObject(event['data']);
  if (data === undefined) return [{ field: 'data', reason: 'is not an object' }];
  const filled = withSeller(data, sellerId);
  const at = instantOf(event, data);
  const faults = check(type, filled).map((reason) => ({ field: 'data', reason }));
  if (at === undefined) faults.push({ field: 'time', reason: 'is no instant; write 2026-01-02T03:04:05Z' });
  if (at === undefined || faults.length > 0) return faults;
  return {
    type,
    id: typeof event['id'] === 'string' ? event['id'] : `line-${line}`,
    source: typeof event['source'] === 'string' ? event['source'] : SOURCE,
    at,
    key: orderOf(filled) ?? `line-${line}`,
    data: filled,
  };
}

function typeOf(type: unknown): string | undefined {
  if (typeof type !== 'string') return undefined;
  const full = type.startsWith('makegood.') ? type : `makegood.report.${type}.v1`;
  return contractOfType(full)?.kind === 'report' ? full : undefined;
}

function instantOf(event: Fields, data: Fields): Instant | undefined {
  const time = event['time'] ?? data['occurredAt'] ?? data['registeredAt'];
  return typeof time === 'string' && isInstantText(time) ? toInstant(time) : undefined;
}

// A reference by order or by package number carries the seller; by package id or carrier and number it needs none.
function withSeller(data: Fields, sellerId: string): Fields {
  const order = asObject(data['order']);
  const parcel = asObject(data['package']);
  if (order) return { ...data, order: { ...order, sellerId } };
  if (parcel)
    return { ...data, package: parcel['trackingNumber'] === undefined ? { ...parcel, sellerId } : parcel };
  return 'sellerFulfillmentOrderId' in data ? { ...data, sellerId } : data;
}

/** The seller's order id that a report names, if it names one. */
export function orderOf(data: object): string | undefined {
  const fields = data as Fields;
  const holder = asObject(fields['order']) ?? asObject(fields['package']) ?? fields;
  const id = holder['sellerFulfillmentOrderId'] ?? holder['trackingNumber'];
  return typeof id === 'string' ? id : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(content: string): Fields | undefined {
  try {
    return asObject(JSON.parse(content));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
