import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contractOf, TrackingUpdatedReport } from '#contracts';
import { startService, type RunningService } from '#runtime';
import { eventually } from '#testing';
import { gateway } from '../src/gateway.js';
import { Door, OPERATOR } from './door.js';
import { easypostTracker } from './feed-samples.js';
import { InboundReports, numbersOf } from './inbound-reports.js';

jest.setTimeout(60_000);

interface Polled {
  path: string;
  authorization: string | undefined;
  at: number;
}

/** The other side: answers what the test says, and remembers what it was asked. */
class OtherSide {
  readonly asked: Polled[] = [];
  answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  private readonly server: Server = createServer((request, response) => {
    const { url = '', headers } = request;
    this.asked.push({ path: url, authorization: headers.authorization, at: Date.now() });
    this.answer(request, response);
  });

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  json(...answers: unknown[]): void {
    this.answer = (_, response) => {
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    };
  }

  of(path: string): Polled[] {
    return this.asked.filter((one) => one.path.startsWith(path));
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

let door: Door;
let replica: RunningService;
let operator: { authorization: string };
let inbound: InboundReports;
const other = new OtherSide();
const scan = contractOf(TrackingUpdatedReport).sample;

beforeAll(async () => {
  await other.open();
  door = await Door.open();
  replica = await startService(gateway, door.env());
  operator = await door.bearer(OPERATOR);
  inbound = new InboundReports(door);
  await door.addPublisher('ups', 'carrier');
});
afterAll(async () => {
  await replica?.stop();
  await door?.close();
  other.close();
});

async function addFeed(carrier: string, path: string, more: object = {}, poll: object = {}): Promise<void> {
  const asked = { url: `${other.url}${path}`, everySeconds: 10, ...poll };
  const request = { publisher: 'ups', carrier, format: 'makegood', poll: asked, ...more };
  expect((await door.post('/feeds', request, operator)).status).toBe(201);
}
async function feedOnce(carrier: string, hoped: (feed: Record<string, unknown>) => boolean) {
  const ask = async () => {
    const { body } = await door.call('/feeds', { headers: operator });
    return (body['feeds'] as Record<string, unknown>[]).find((feed) => feed['carrier'] === carrier)!;
  };
  return eventually(ask, hoped, 20_000);
}
const pollOf = (feed: Record<string, unknown>) => feed['poll'] as { failures: number; nextAt: string };
const numbered = (trackingNumber: string) => ({ ...scan, package: { trackingNumber } });

describe('a feed that is asked', () => {
  test('is asked by one replica, page after page, with its authorization; the cursor is kept', async () => {
    other.json(
      { reports: [numbered('1')], cursor: 'a' },
      { reports: [numbered('2')], cursor: 'b' },
      { reports: [], cursor: 'b' },
    );
    await addFeed('OWN', '/own', {}, { authorization: 'Bearer of-the-carrier' });
    expect(await feedOnce('OWN', ({ scans }) => scans === 2)).toMatchObject({ scans: 2, trouble: null });
    expect(numbersOf(await inbound.of('OWN'))).toEqual(['1', '2']);
    expect(other.of('/own').map(({ path }) => path)).toEqual(['/own', '/own?cursor=a', '/own?cursor=b']);
    expect(other.of('/own').map(({ authorization }) => authorization)).toEqual(
      Array.from({ length: 3 }, () => 'Bearer of-the-carrier'),
    );
    // Two replicas look every second: in all this time nobody has asked again.
    const again = await eventually(
      async () => other.of('/own'),
      (asked) => asked.length > 3,
      15_000,
    );
    expect(again[3]?.path).toBe('/own?cursor=b');
    expect(again[3]!.at - again[0]!.at).toBeGreaterThanOrEqual(9_900);
    expect(await feedOnce('OWN', () => true)).toMatchObject({ lastContactAt: expect.any(String), scans: 2 });
  });

  test('in EasyPost’s form: the list of trackers, page by page', async () => {
    other.json(
      { trackers: [easypostTracker({ id: 'trk_2', tracking_code: '2' })], has_more: true },
      { trackers: [easypostTracker({ id: 'trk_1', tracking_code: '1' })], has_more: false },
    );
    await addFeed('EASY', '/v2/trackers', { format: 'easypost' });
    await feedOnce('EASY', ({ scans }) => scans === 2);
    expect(numbersOf(await inbound.of('EASY'))).toEqual(['1', '2']);
    expect(other.of('/v2').map(({ path }) => path)).toEqual([
      '/v2/trackers?page_size=100',
      '/v2/trackers?page_size=100&before_id=trk_2',
    ]);
  });

  test.each<[string, string, (request: IncomingMessage, response: ServerResponse) => void, RegExp]>([
    ['fails', 'BROKEN', (_, response) => response.writeHead(500).end('secret words'), /^it answered 500$/],
    [
      'sends us elsewhere',
      'ELSEWHERE',
      (_, response) => response.writeHead(302, { location: '/secret' }).end(),
      /^it answered 302: redirects are not followed/,
    ],
    ['hangs up', 'GONE', (request) => request.socket.destroy(), /fetch failed/],
    ['says no JSON', 'HTML', (_, response) => response.end('<html>'), /^its answer is not JSON$/],
    [
      'says what is no scan',
      'FAULTY',
      (_, response) => response.end(JSON.stringify([numbered('1'), { ...numbered('2'), eventCode: 'X' }])),
      /^reports\[1]\.eventCode/,
    ],
    ['never stops', 'ENDLESS', (_, response) => endless(response), /over 8388608 bytes/],
  ])('that %s: nothing is taken, it says so, and it is asked later', async (_, carrier, answer, trouble) => {
    other.answer = answer;
    await addFeed(carrier, `/${carrier}`);
    const feed = await feedOnce(carrier, (one) => one['trouble'] !== null && pollOf(one).failures > 0);
    expect(feed).toMatchObject({ trouble: expect.stringMatching(trouble), scans: 0, lastHeardAt: null });
    const waits = Date.parse(pollOf(feed).nextAt) - Date.now();
    expect(waits).toBeGreaterThan(6_000);
    expect(waits).toBeLessThan(20_500);
    expect(await inbound.of(carrier)).toEqual([]);
    expect(other.of('/secret')).toEqual([]);
    expect(JSON.stringify(feed)).not.toContain('secret words');
    await door.call(`/feeds/${carrier}`, { method: 'DELETE', headers: operator });
  });
});

function endless(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const piece = Buffer.alloc(256 * 1024, 0x20);
  const write = (): void => {
    while (!response.destroyed && response.write(piece))
      if (response.writableLength > 64 * 1024 * 1024) return;
    if (!response.destroyed) response.once('drain', write);
  };
  write();
}
