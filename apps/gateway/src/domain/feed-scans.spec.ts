import { describe, expect, test } from '@jest/globals';
import { contractOf, TrackingUpdatedReport } from '#contracts';
import { scanKey, type ReadScans } from './feed-drafts.js';
import {
  aftershipCheckpoint,
  aftershipMessage,
  easypostDetail,
  easypostEvent,
  easypostTracker,
} from '../../test/feed-samples.js';
import { readFeed } from './feed-scans.js';
import type { FeedFormat, FeedReading } from './feed.js';

const feed = (format: FeedFormat, more: Partial<FeedReading> = {}): FeedReading => ({
  carrier: 'UPS',
  format,
  calls: [],
  timeZone: 'UTC',
  ...more,
});
const sample = contractOf(TrackingUpdatedReport).sample as unknown as Record<string, unknown>;
const scansOf = (read: ReadScans): TrackingUpdatedReport[] => ('scans' in read ? read.scans : []);
const faultsOf = (read: ReadScans): string[] => ('faults' in read ? read.faults : []);
const named = { carrierCode: 'UPS', trackingNumber: '1Z999AA10123456784' };

describe('AfterShip', () => {
  const read = (body: unknown, more: Partial<FeedReading> = {}) => readFeed(body, feed('aftership', more));

  test('a tracking: a report for each checkpoint, with the carrier’s own code', () => {
    const delivered = aftershipCheckpoint({
      tag: 'Delivered',
      subtag: 'Delivered_003',
      raw_tag: 'D_FS',
      checkpoint_time: '2026-01-06T14:00:00-05:00',
    });
    expect(read(aftershipMessage({}, [aftershipCheckpoint(), delivered]))).toEqual({
      ignored: 0,
      scans: [
        {
          package: named,
          eventCode: 'EVENT_201',
          rawCode: 'I_AR',
          occurredAt: '2026-01-05T08:30:00.000Z',
          location: { city: 'Newark', stateOrRegion: 'NJ', countryCode: 'US' },
        },
        {
          package: named,
          eventCode: 'EVENT_301',
          rawCode: 'D_FS',
          occurredAt: '2026-01-06T19:00:00.000Z',
          location: { city: 'Newark', stateOrRegion: 'NJ', countryCode: 'US' },
        },
      ],
    });
  });

  test.each<[string, object, Partial<TrackingUpdatedReport>]>([
    ['no code of the carrier: AfterShip’s own', { raw_tag: null }, { rawCode: 'InTransit_003' }],
    [
      'nothing but words',
      { raw_tag: '', subtag: '', tag: null },
      { rawCode: 'Arrived at Facility', status: 'UNKNOWN' },
    ],
    ['a code of 65 characters: cut', { raw_tag: 'x'.repeat(65) }, { rawCode: 'x'.repeat(64) }],
    [
      'no time of the carrier: when AfterShip heard',
      { checkpoint_time: '' },
      { occurredAt: '2026-01-05T08:45:12.000Z' },
    ],
    [
      'a place we do not know: left out',
      { country_iso3: 'ZZZ', city: '', state: ' ' },
      { location: undefined },
    ],
    [
      'the newer name of the country',
      { country_iso3: undefined, country_region: 'CAN' },
      { location: { city: 'Newark', stateOrRegion: 'NJ', countryCode: 'CA' } },
    ],
  ])('%s', (_, checkpoint, expected) => {
    const [scan] = scansOf(read(aftershipMessage({}, [aftershipCheckpoint(checkpoint)])));
    expect(scan).toMatchObject({ package: named });
    expect({ ...scan }).toEqual({ ...scan, ...expected });
    for (const [field, value] of Object.entries(expected))
      expect(scan?.[field as keyof TrackingUpdatedReport]).toEqual(value);
  });

  test('times without an offset are those of the feed’s zone', () => {
    const body = aftershipMessage({}, [aftershipCheckpoint({ checkpoint_time: '2026-01-05T03:30:00' })]);
    expect(scansOf(read(body, { timeZone: 'America/New_York' }))[0]?.occurredAt).toBe(
      '2026-01-05T08:30:00.000Z',
    );
  });

  test('every fault at once, with where it stands', () => {
    const checkpoints = [aftershipCheckpoint({ checkpoint_time: 'soon' }), 7 as unknown as object];
    expect(faultsOf(read(aftershipMessage({ tracking_number: ' ' }, checkpoints)))).toEqual([
      'msg.tracking_number: must be given',
      'msg.checkpoints[0].checkpoint_time: must be a time, as 2026-01-02T03:04:05-05:00',
      'msg.checkpoints[1]: must be an object',
    ]);
    expect(faultsOf(read({}))).toEqual(['msg: must be given: the tracking']);
    expect(faultsOf(read(aftershipMessage({ checkpoints: {} })))).toEqual([
      'msg.checkpoints: must be a list',
    ]);
    expect(faultsOf(read(aftershipMessage({ tracking_number: '1'.repeat(129) })))).toEqual([
      expect.stringMatching(/^msg\.checkpoints\[0]\.package\.trackingNumber: must be text of 1 to 128/),
    ]);
  });

  test('another carrier of the same account is left alone, where the feed says how its own is called', () => {
    const body = aftershipMessage({ slug: 'fedex' });
    expect(read(body)).toMatchObject({ ignored: 0, scans: [{}] });
    expect(read(body, { calls: ['UPS', 'ups-mi'] })).toEqual({ ignored: 1, scans: [] });
    expect(read(aftershipMessage(), { calls: ['UPS'] })).toMatchObject({ ignored: 0, scans: [{}] });
  });

  test('a tracking without checkpoints tells nothing', () => {
    expect(read(aftershipMessage({ tag: 'Pending' }, []))).toEqual({ ignored: 0, scans: [] });
  });

  test('the estimate may change: the same checkpoints make the same reports', () => {
    expect(read(aftershipMessage({ expected_delivery: '2026-02-01' }))).toEqual(read(aftershipMessage()));
  });
});

describe('EasyPost', () => {
  const read = (body: unknown, more: Partial<FeedReading> = {}) => readFeed(body, feed('easypost', more));
  const expected = {
    package: named,
    eventCode: 'EVENT_201',
    rawCode: 'AR',
    occurredAt: '2026-01-05T08:30:00.000Z',
    location: { city: 'NEWARK', stateOrRegion: 'NJ', countryCode: 'US' },
  };

  test.each<[string, unknown]>([
    ['an Event about a Tracker', easypostEvent()],
    ['a Tracker', easypostTracker()],
    ['a list of Trackers', { trackers: [easypostTracker()], has_more: false }],
    ['the same detail twice', easypostTracker({}, [easypostDetail(), easypostDetail()])],
    ['another estimate', easypostTracker({ est_delivery_date: null })],
  ])('%s', (_, body) => {
    expect(read(body)).toEqual({ ignored: 0, scans: [expected] });
  });

  test('no code of the carrier: EasyPost’s own words', () => {
    const [scan] = scansOf(read(easypostTracker({}, [easypostDetail({ carrier_code: '' })])));
    expect(scan?.rawCode).toBe('in_transit/arrived_at_facility');
  });

  test('events of other kinds, and of other carriers, are left alone', () => {
    expect(read(easypostEvent({ object: 'Batch', id: 'batch_1' }))).toEqual({ ignored: 1, scans: [] });
    expect(read(easypostTracker({ carrier: 'FedEx' }), { calls: ['UPS'] })).toEqual({
      ignored: 1,
      scans: [],
    });
  });

  test('every fault at once, with where it stands', () => {
    const broken = easypostTracker({ tracking_code: null }, [easypostDetail({ datetime: null })]);
    expect(faultsOf(read({ trackers: [easypostTracker(), broken, 1] }))).toEqual([
      'trackers[1].tracking_code: must be given',
      'trackers[1].tracking_details[0].datetime: must be a time, as 2026-01-02T03:04:05Z',
      'trackers[2]: must be a Tracker',
    ]);
    expect(faultsOf(read([]))).toEqual(['the body must be a JSON object']);
    expect(faultsOf(read({}))).toEqual(['result: must be given: the Tracker of the Event']);
  });
});

describe('our own words', () => {
  const read = (body: unknown) => readFeed(body, feed('makegood'));
  const event = (more: object = {}) => ({
    specversion: '1.0',
    id: 'e-1',
    source: 'ups',
    type: 'makegood.report.TrackingUpdated.v1',
    data: sample,
    ...more,
  });

  test.each<[string, unknown]>([
    ['one report', sample],
    ['a list', [sample]],
    ['reports under their name', { reports: [sample], cursor: '7' }],
    ['a CloudEvent', event()],
    ['a batch of CloudEvents', [event()]],
    ['a number without its carrier', [{ ...sample, package: { trackingNumber: named.trackingNumber } }]],
  ])('%s', (_, body) => {
    expect(read(body)).toEqual({ ignored: 0, scans: [sample] });
  });

  test('every fault of every report', () => {
    const faults = faultsOf(
      read([
        { ...sample, eventCode: 'EVENT_999', rawCode: undefined },
        { ...sample, package: { carrierCode: 'FEDEX', trackingNumber: '1' } },
        event({ type: 'makegood.report.UnitDamaged.v1' }),
        event({ data: { ...sample, occurredAt: 'now' } }),
        'scan',
      ]),
    );
    const told = faults.join('\n');
    expect(told).toMatch(/^reports\[0]\.rawCode: is required$/m);
    expect(told).toMatch(/^reports\[0]\.eventCode: must be one of/m);
    expect(told).toMatch(/^reports\[1]\.package\.carrierCode: must be UPS/m);
    expect(told).toMatch(/^reports\[2]/m);
    expect(told).toMatch(/^reports\[3]\.data\.occurredAt: must be an ISO 8601 instant/m);
    expect(told).toMatch(/^reports\[4]: must be a report TrackingUpdated$/m);
  });

  test.each([[null], [7], ['text'], [[null]], [[[]]]])('%j is no report', (body) => {
    expect(faultsOf(read(body)).length).toBeGreaterThan(0);
  });
});

test('what makes a scan the same: package, raw code, instant, what it corrects; not how the instant is written', () => {
  const scan = scansOf(readFeed(sample, feed('makegood')))[0]!;
  const other = { ...scan, occurredAt: '2026-01-05T03:30:00-05:00', eventCode: 'EVENT_202' as const };
  const base = { ...scan, occurredAt: '2026-01-05T08:30:00.000Z' };
  expect(scanKey(other)).toEqual(scanKey(base));
  const keys = [
    base,
    { ...base, rawCode: 'DP' },
    { ...base, occurredAt: '2026-01-05T08:30:00.001Z' },
    { ...base, corrects: { rawCode: 'AR', occurredAt: '2026-01-05T08:00:00Z' } },
    { ...base, package: { ...base.package, trackingNumber: '2' } },
  ].map((one) => JSON.stringify(scanKey(one)));
  expect(new Set(keys).size).toBe(keys.length);
});
