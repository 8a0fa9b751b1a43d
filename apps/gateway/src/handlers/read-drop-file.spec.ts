import { describe, expect, test } from '@jest/globals';
import type { FeedReading } from '../domain/feed.js';
import { faultsFile, readDropFile } from './read-drop-file.js';

const feed: FeedReading = { carrier: 'UPS', format: 'easypost', calls: [], timeZone: 'America/New_York' };
const HEADER = 'tracking_number,occurred_at,event_code,raw_code,city,state_or_region,country_code,note';
const read = (...lines: string[]) => readDropFile(Buffer.from(lines.join('\n')), feed);

describe('a dropped file', () => {
  test('a report for each row; times without an offset are those of the feed’s zone', () => {
    const lines = [
      `\uFEFF${HEADER}`,
      '1Z1,2026-01-05T08:30:00Z,EVENT_201,AR,Newark,NJ,US,whatever',
      '',
      '1Z2,2026-01-05 03:30,EVENT_301,D,,,,"two\nlines"',
    ];
    expect(read(...lines)).toEqual({
      ignored: 0,
      scans: [
        {
          package: { carrierCode: 'UPS', trackingNumber: '1Z1' },
          eventCode: 'EVENT_201',
          rawCode: 'AR',
          occurredAt: '2026-01-05T08:30:00.000Z',
          location: { city: 'Newark', stateOrRegion: 'NJ', countryCode: 'US' },
        },
        {
          package: { carrierCode: 'UPS', trackingNumber: '1Z2' },
          eventCode: 'EVENT_301',
          rawCode: 'D',
          occurredAt: '2026-01-05T08:30:00.000Z',
        },
      ],
    });
  });

  test('every fault with the line on which its row begins; nothing is taken', () => {
    const faults = read(
      HEADER,
      '1Z1,2026-01-05T08:30:00Z,EVENT_201,AR,,,,',
      '1Z2,soon,EVENT_999,"a\nb",,,USA,',
      '1Z3,2026-01-05T08:30:00Z,EVENT_201',
      ',2026-01-05T08:30:00Z,EVENT_201,AR,,,,',
    );
    if (!('faults' in faults)) throw new Error('it was taken');
    expect(faults.faults.map(({ line }) => line)).toEqual([3, 3, 3, 5, 6]);
    const told = faults.faults.map(({ line, fault }) => `${line} ${fault}`).join('\n');
    expect(told).toMatch(/^3 occurredAt: must be an ISO 8601 instant/m);
    expect(told).toMatch(/^3 eventCode: must be one of/m);
    expect(told).toMatch(/^3 location\.countryCode/m);
    expect(told).toMatch(/^5 has 3 cells, the header has 8$/m);
    expect(told).toMatch(/^6 package/m);
  });

  test('a correction, and a package by its id', () => {
    const id = '0197f2a0-0000-7000-8000-000000000001';
    const lines = [
      'package_id,occurred_at,event_code,raw_code,corrects_raw_code,corrects_occurred_at,status,incident,fault_party',
      `${id},2026-01-05T08:30:00Z,EVENT_405,DM,AR,2026-01-04T10:00:00Z,DELAYED,damaged,carrier`,
    ];
    expect(read(...lines)).toEqual({
      ignored: 0,
      scans: [
        {
          package: { packageId: id },
          eventCode: 'EVENT_405',
          status: 'DELAYED',
          rawCode: 'DM',
          occurredAt: '2026-01-05T08:30:00.000Z',
          incident: 'damaged',
          faultParty: 'carrier',
          corrects: { rawCode: 'AR', occurredAt: '2026-01-04T10:00:00.000Z' },
        },
      ],
    });
  });

  test.each<[string, string[], RegExp]>([
    ['empty', [''], /^0 the file is empty$/],
    ['a header only', [HEADER], /^0 the file has no rows$/],
    [
      'columns missing',
      ['a,b', '1,2'],
      /^1 the column occurred_at is missing\n1 the column event_code is missing/,
    ],
    ['a column twice', [`${HEADER},raw_code`, '1'], /^1 the column raw_code is there twice$/],
    ['a quote never closed', [HEADER, '"1Z1,2026'], /never closed/],
  ])('%s', (_, lines, faults) => {
    const answer = read(...lines);
    const told =
      'faults' in answer ? answer.faults.map(({ line, fault }) => `${line} ${fault}`).join('\n') : 'taken';
    expect(told).toMatch(faults);
  });

  test('what is no UTF-8 is refused, not guessed', () => {
    expect(readDropFile(Buffer.from([0xff, 0xfe, 0x41]), feed)).toEqual({
      faults: [{ line: 0, fault: 'the file is not UTF-8' }],
    });
  });

  test('what goes beside it is no formula to a spreadsheet', () => {
    expect(
      faultsFile([
        { line: 2, fault: '=1+1' },
        { line: 0, fault: 'a, b' },
      ]),
    ).toBe('line,fault\n2,\'=1+1\n,"a, b"\n');
  });
});
