import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { check, contracts, toHeaders, type Contract } from '#contracts';
import type { Tx } from '#postgres';
import { Random } from '../checker/workload/random.js';
import { brokenEvent, waysToBreak } from './broken-events.js';
import type { ReadRecord } from '../../libs/messaging/kafka/port.js';
import { insertParked } from '../../libs/messaging/parking/parked.js';
import { keep, restore } from '../../libs/messaging/parking/records.js';
import { decode } from '../../libs/messaging/consume/decode.js';

const all = contracts();
const REASONS = [
  'unreadable-headers',
  'unknown-type',
  'no-value',
  'too-large',
  'not-json',
  'breaks-contract',
];
const hearing = { types: new Set(all.map(({ type }) => type)), takesStrays: true };
const topicOf = (contract: Contract): string =>
  contract.kind === 'report' ? 'inbound.x' : `${contract.owner}.events`;
const read = (contract: Contract, record: ReadRecord) => decode(topicOf(contract), 0, record, hearing);

function recordOf(headers: Record<string, string | Buffer>, value: string | Buffer | null): ReadRecord {
  return {
    offset: 7n,
    key: Buffer.from('k'),
    value: value === null ? null : Buffer.from(value),
    headers: Object.fromEntries(Object.entries(headers).map(([name, one]) => [name, Buffer.from(one)])),
    timestamp: 1_767_225_600_000,
  };
}

function valid(contract: Contract, value = JSON.stringify(contract.sample)): ReadRecord {
  const { type, kind } = contract;
  const tick = kind === 'fact' ? 3 : undefined;
  const envelope = { id: '1', type, source: 'urn:x', subject: 's', time: 1_767_225_600_000, tick };
  return recordOf(toHeaders(envelope), value);
}

/** JSON of any shape, with the keys and texts that have broken readers before. */
const anyKey = fc.oneof(
  fc.string(),
  fc.constantFrom('__proto__', 'constructor', 'toString', '\u0000', '\uD800', ''),
);
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, -0, 1e308, 2 ** 53, -1.5, '', '\u0000', '\uDFFF', '9'.repeat(400)),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(anyKey, tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** Puts something anywhere in a valid event: path picks at each level. */
function planted(target: unknown, picks: readonly number[], what: unknown): unknown {
  if (typeof target !== 'object' || target === null || picks.length === 0) return what;
  const keys = Object.keys(target);
  const [pick = 0, ...rest] = picks;
  const key = keys[pick % Math.max(1, keys.length)];
  if (key === undefined) return what;
  const copy = structuredClone(target) as Record<string, unknown>;
  copy[key] = planted((target as Record<string, unknown>)[key], rest, what);
  return copy;
}

/** Every record has one of three fates, and can be put aside with a reason that says something. */
async function expectAFate(contract: Contract, record: ReadRecord): Promise<void> {
  const decoded = read(contract, record);
  const faults = decoded.kind === 'event' ? check(contract.type, decoded.incoming.data) : [];
  const prototype: unknown =
    decoded.kind === 'event' ? Object.getPrototypeOf(decoded.incoming.data) : Object.prototype;
  expect({ faults, prototype }).toEqual({ faults: [], prototype: Object.prototype });
  const { reason, detail } = decoded.kind === 'poison' ? decoded : { reason: 'no-value', detail: 'none' };
  expect(REASONS).toContain(reason);
  expect(detail).not.toBe('');
  await expectKept(record, { reason, detail });
}

/** What is put aside can be written, and comes back as it was. */
async function expectKept(record: ReadRecord, poison: { reason: string; detail: string }): Promise<void> {
  const at = { topic: 'inbound.x', partition: 0 };
  const kept = keep(at, record);
  let values: readonly unknown[] = [];
  const tx = {
    query: async (_: unknown, given: readonly unknown[] = []) => {
      values = given;
      return [];
    },
  } as unknown as Tx;
  await insertParked(tx, [{ record: kept, kind: 'poison', ...poison }]);
  expect(values.join('')).not.toContain('\u0000');
  const headers = JSON.parse(kept.headers) as Record<string, string>;
  const row = { id: 1, ...kept, record_offset: Number(kept.offset), record_at: kept.at, headers };
  expect(restore(row)).toEqual(record);
}

describe.each(all.map((contract) => [contract.type, contract] as const))('%s', (_, contract) => {
  test('a valid event is taken', () => {
    expect(read(contract, valid(contract)).kind).toBe('event');
  });

  test.each(waysToBreak)('is put aside when broken: %s', async (how) => {
    for (let seed = 1; seed <= 2; seed += 1) {
      const { headers, value } = brokenEvent(new Random(seed), contract, 'id', how);
      const record = recordOf(headers, value);
      // A report's own claim of time and tick is nobody's business, but what is claimed must be readable.
      expect(read(contract, record).kind).toBe('poison');
      await expectAFate(contract, record);
    }
  });

  test('anything anywhere in its data: never a crash, always a fate', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(30), { maxLength: 5 }), anyJson, async (picks, what) => {
        const data = JSON.stringify(planted(contract.sample, picks, what)) ?? '';
        await expectAFate(contract, valid(contract, data));
      }),
      { numRuns: 50 },
    );
  });

  test('any bytes as its headers and value: never a crash, always a fate', async () => {
    const bytes = fc.uint8Array({ maxLength: 60 }).map((one) => Buffer.from(one));
    const names = fc.constantFrom(
      ...Object.keys(valid(contract).headers),
      'ce_traceparent',
      'makegood_publisher',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(names, bytes, { maxKeys: 3 }),
        fc.option(bytes),
        async (headers, value) => {
          const record = valid(contract);
          const changed = { ...record, headers: { ...record.headers, ...headers } };
          await expectAFate(contract, changed);
          await expectAFate(contract, { ...changed, value });
        },
      ),
      { numRuns: 50 },
    );
  });
});

test.each([
  ['makegood_publisher', 'nobody'],
  ['makegood_publisher', '\u0000'],
  ['ce_id', 'a\u0000'],
  ['ce_source', '\u0000'],
  ['ce_subject', 'a\u0000b'],
])(
  'a publisher cannot stop its topic, and with it all sweeps, by a header %s that no statement takes',
  (name, text) => {
    for (const contract of all.filter(({ kind }) => kind === 'report')) {
      const record = valid(contract);
      const decoded = read(contract, {
        ...record,
        headers: { ...record.headers, [name]: Buffer.from(text) },
      });
      expect(decoded).toMatchObject({ kind: 'poison', reason: 'unreadable-headers' });
    }
  },
);

test('nothing that was read has changed what all objects are', () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['orderId']).toBeUndefined();
});
