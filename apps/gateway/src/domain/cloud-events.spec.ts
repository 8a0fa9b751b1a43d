import { describe, expect, test } from '@jest/globals';
import { contracts } from '#contracts';
import { MOST_EVENTS, readEvents } from './cloud-events.js';
import { refusalsOf } from './publisher-rights.js';

const scan = contracts().find(({ type }) => type === 'makegood.report.TrackingUpdated.v1');
if (scan === undefined) throw new Error('the contract of a scan is missing');
const structured = (more: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id: 'e-1',
  source: '/carriers/ups',
  type: scan.type,
  data: scan.sample,
  ...more,
});
const ONE = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };
const faultsOf = (headers: Record<string, string>, body: unknown): string[] => {
  const read = readEvents(headers, body);
  return 'faults' in read ? read.faults : [];
};

describe('the three content modes of the CloudEvents HTTP binding', () => {
  const event = { id: 'e-1', source: '/carriers/ups', type: scan.type, contract: scan, data: scan.sample };

  test('structured', () => {
    expect(readEvents(ONE, structured())).toEqual({ events: [event] });
  });

  test('binary: attributes from headers, percent-decoded', () => {
    const headers = {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': 'e-1',
      'ce-source': '/carriers/ups',
      'ce-type': scan.type,
      'ce-subject': 'caf%C3%A9',
      'ce-time': '2026-01-05T08:30:00.000Z',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    };
    expect(readEvents(headers, scan.sample)).toEqual({
      events: [{ ...event, subject: 'café', time: headers['ce-time'], traceparent: headers.traceparent }],
    });
  });

  test('batch, in its order', () => {
    const read = readEvents(BATCH, [structured(), structured({ id: 'e-2' })]);
    expect('events' in read && read.events.map(({ id }) => id)).toEqual(['e-1', 'e-2']);
  });

  test('data as base64 of JSON', () => {
    const { data: _, ...rest } = structured();
    const encoded = { ...rest, data_base64: Buffer.from(JSON.stringify(scan.sample)).toString('base64') };
    expect(readEvents(ONE, encoded)).toEqual({ events: [event] });
  });
});

describe('what is refused', () => {
  test('every fault of every event at once, by index', () => {
    const wrong = structured({ specversion: '0.3', time: 'yesterday', source: '', data: { rawCode: 5 } });
    const faults = faultsOf(BATCH, [structured(), wrong, { type: 'makegood.report.Nothing.v1' }]);
    expect(faults).toEqual(
      expect.arrayContaining([
        'events[1].specversion: must be 1.0 (is 0.3)',
        'events[1].time: must be an ISO 8601 instant (is yesterday)',
        'events[1].source: must be a text of 1 to 256 characters',
        expect.stringMatching(/^events\[1]\.data\.rawCode: /),
        expect.stringMatching(/^events\[1]\.data\.occurredAt: /),
        'events[2].id: must be given',
        'events[2].type: "makegood.report.Nothing.v1" is none of our contracts; docs/events.md lists the reports',
      ]),
    );
    expect(faults.filter((fault) => fault.startsWith('events[0]'))).toEqual([]);
  });

  test('a fact: only its owner says it', () => {
    expect(faultsOf(ONE, structured({ type: 'makegood.TrackingUpdated.v1' }))).toEqual([
      'events[0].type: "makegood.TrackingUpdated.v1" is a fact: only tracking says it; report "makegood.report.TrackingUpdated.v1" instead',
    ]);
  });

  test.each<[string, Record<string, string>, unknown, RegExp]>([
    ['plain JSON without ce headers', { 'content-type': 'application/json' }, {}, /CloudEvents HTTP binding/],
    ['an empty batch', BATCH, [], /the batch is empty/],
    ['a batch that is no array', BATCH, {}, /must be a JSON array/],
    [
      '1,001 events',
      BATCH,
      Array.from({ length: MOST_EVENTS + 1 }, () => structured()),
      /1001 events: send at most 1000/,
    ],
    [
      'another data format',
      ONE,
      structured({ datacontenttype: 'text/xml' }),
      /datacontenttype: must be application\/json/,
    ],
    ['no object', ONE, 'hello', /specversion: must be given/],
    [
      'data over 1 MB',
      ONE,
      structured({ data: { ...scan.sample, note: 'x'.repeat(1_048_576) } }),
      /data: must be at most/,
    ],
  ])('%s', (_, headers, body, fault) => {
    expect(faultsOf(headers, body).join('\n')).toMatch(fault);
  });
});

describe('what a role may report', () => {
  const event = (name: string, data: object = {}) => {
    const contract = contracts().find((one) => one.kind === 'report' && one.name === name);
    if (contract === undefined) throw new Error(`no report is called ${name}`);
    return { id: 'e', source: 's', type: contract.type, contract, data };
  };
  const all = ['OrderRegistered', 'OrderShipped', 'TrackingUpdated', 'ReturnReceived'].map((name) =>
    event(name),
  );
  const inTransit = event('UnitDamaged', { foundAt: 'in-transit' });
  const inspected = event('UnitDamaged', { foundAt: 'return-inspection' });

  test.each([
    ['network', []],
    ['warehouse', [0, 2]],
    ['carrier', [0, 1, 3, 5]],
    ['order-source', [1, 2, 3, 4, 5]],
  ] as const)('%s', (role, refused) => {
    const lines = refusalsOf(role, [...all, inTransit, inspected]);
    expect(lines.map((line) => Number(/^events\[(\d+)]/.exec(line)?.[1]))).toEqual(refused);
  });

  test('names the event', () => {
    expect(refusalsOf('warehouse', [event('TrackingUpdated')])).toEqual([
      'events[0]: a warehouse may not report TrackingUpdated, only OrderShipped, ReturnReceived, ShipmentUpdated, UnitDamaged',
    ]);
  });
});
