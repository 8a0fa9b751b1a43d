import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { contractOf, TrackingUpdatedReport } from '#contracts';
import { startService, type RunningService } from '#runtime';
import { eventually } from '#testing';
import { gateway } from '../src/gateway.js';
import { Door, OPERATOR, type Answered } from './door.js';
import { aftershipMessage, easypostEvent } from './feed-samples.js';
import { InboundReports, numbersOf } from './inbound-reports.js';

jest.setTimeout(60_000);

let door: Door;
let replica: RunningService;
let operator: { authorization: string };
let inbound: InboundReports;
const scan = contractOf(TrackingUpdatedReport).sample;

beforeAll(async () => {
  door = await Door.open();
  replica = await startService(gateway, door.env());
  operator = await door.bearer(OPERATOR);
  inbound = new InboundReports(door);
  await door.addPublisher('ups', 'carrier');
});
afterAll(async () => {
  await replica?.stop();
  await door?.close();
});

interface Added {
  webhook: string;
  secret: string;
}
async function addFeed(carrier: string, more: object = {}): Promise<Added> {
  const request = { publisher: 'ups', carrier, format: 'makegood', ...more };
  const answer = await door.post('/feeds', request, operator);
  expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
  return answer.body as unknown as Added;
}
function signed(secret: string, body: string, id = 'msg_1', seconds = Math.floor(Date.now() / 1000)) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': new Webhook(secret).sign(id, new Date(seconds * 1000), body),
  };
}
const push = (feed: Added, body: unknown, id?: string, seconds?: number): Promise<Answered> => {
  const text = JSON.stringify(body);
  return door.post(feed.webhook, text, signed(feed.secret, text, id, seconds));
};
/** Of our own words; each carrier has its own numbers, and a feed says by itself of which carrier they are. */
const ofCarrier = (carrierCode: string, more: object = {}) => ({
  ...scan,
  package: { carrierCode, trackingNumber: scan.package.trackingNumber },
  ...more,
});

describe('a webhook', () => {
  test('signed: its reports are on Kafka, in the publisher’s name; sent again, they are the same reports', async () => {
    const feed = await addFeed('UPS');
    const body = [
      ofCarrier('UPS'),
      { ...ofCarrier('UPS', { rawCode: 'DP' }), package: { trackingNumber: '1Z2' } },
    ];
    const answer = await push(feed, body);
    expect([answer.status, answer.body]).toEqual([202, { accepted: 2, ignored: 0 }]);
    const first = await inbound.of('UPS');
    expect(numbersOf(first)).toEqual(['1Z2', scan.package.trackingNumber]);
    expect(first[0]?.headers).toMatchObject({
      ce_type: 'makegood.report.TrackingUpdated.v1',
      ce_source: '/publishers/ups/carriers/UPS',
      makegood_publisher: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect((await push(feed, body, 'msg_2')).status).toBe(202);
    const both = await inbound.of('UPS');
    expect(both).toHaveLength(4);
    expect(new Set(both.map(({ headers }) => headers['ce_id'])).size).toBe(2);
  });

  test('of AfterShip, signed as AfterShip signs, with its own secret', async () => {
    const secret = 'b7e12f8c-of-aftership';
    const feed = await addFeed('AFTERSHIP', { format: 'aftership', secret });
    expect(feed.secret).toBeNull();
    const body = JSON.stringify(aftershipMessage());
    const signature = createHmac('sha256', secret).update(body).digest('base64');
    const answer = await door.post(feed.webhook, body, { 'aftership-hmac-sha256': signature });
    expect([answer.status, answer.body]).toEqual([202, { accepted: 1, ignored: 0 }]);
    const [report] = await inbound.of('AFTERSHIP');
    expect(report?.data).toMatchObject({
      eventCode: 'EVENT_201',
      rawCode: 'I_AR',
      occurredAt: '2026-01-05T08:30:00.000Z',
    });
    expect(JSON.stringify(report)).not.toContain('Buyer');
    expect((await door.post(feed.webhook, body, { 'aftership-hmac-sha256': `A${signature}` })).status).toBe(
      401,
    );
  });

  test('of EasyPost, signed as EasyPost signs, in both of its ways', async () => {
    const feed = await addFeed('EASYPOST', { format: 'easypost' });
    const body = JSON.stringify(easypostEvent());
    const hex = (text: string) =>
      `hmac-sha256-hex=${createHmac('sha256', feed.secret).update(text).digest('hex')}`;
    const timestamp = new Date().toISOString();
    const v2 = {
      'x-timestamp': timestamp,
      'x-path': feed.webhook,
      'x-hmac-signature-v2': hex(`${timestamp}POST${feed.webhook}${body}`),
    };
    expect((await door.post(feed.webhook, body, { 'x-hmac-signature': hex(body) })).status).toBe(202);
    expect((await door.post(feed.webhook, body, v2)).status).toBe(202);
    expect(
      (await door.post(feed.webhook, body, { ...v2, 'x-timestamp': '2026-01-05T08:46:01Z' })).status,
    ).toBe(401);
    const reports = await inbound.of('EASYPOST');
    expect(reports).toHaveLength(2);
    expect(reports[0]).toEqual(reports[1]);
    const batch = JSON.stringify(easypostEvent({ object: 'Batch' }));
    const other = await door.post(feed.webhook, batch, { 'x-hmac-signature': hex(batch) });
    expect([other.status, other.body]).toEqual([202, { accepted: 0, ignored: 1 }]);
  });

  test('refused in one wording, and nothing is taken: tampered, old, early, another carrier’s, unknown, unsigned', async () => {
    const feed = await addFeed('REFUSED');
    const another = await addFeed('ANOTHER');
    const body = JSON.stringify([ofCarrier('REFUSED')]);
    const now = Math.floor(Date.now() / 1000);
    const good = () => signed(feed.secret, body);
    const refused = await Promise.all([
      door.post(feed.webhook, body.replace('EVENT_201', 'EVENT_301'), good()),
      door.post(feed.webhook, `${body} `, good()),
      door.post(feed.webhook, body, signed(feed.secret, body, 'msg_1', now - 310)),
      door.post(feed.webhook, body, signed(feed.secret, body, 'msg_1', now + 310)),
      door.post(feed.webhook, body, signed(another.secret, body)),
      door.post('/carriers/NOBODY/webhook', body, good()),
      door.post(feed.webhook, body),
      door.post(feed.webhook, '{ no JSON', { 'webhook-id': 'x' }),
      door.post(feed.webhook, ''),
    ]);
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 401));
    expect(new Set(refused.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(JSON.stringify(refused[0]?.body)).toContain('the clock is right to 5 minutes');
    // What is no path at all gets nowhere.
    expect((await door.post('/carriers/..%2Fx/webhook', body, good())).status).toBe(404);
    expect(await inbound.of('REFUSED')).toEqual([]);
    expect((await door.post(feed.webhook, body, signed(feed.secret, body, 'm', now - 290))).status).toBe(202);
  });

  test('with a fault anywhere: 400 with every fault, nothing is taken, and the feed says so', async () => {
    const feed = await addFeed('FAULTY');
    const good = ofCarrier('FAULTY');
    const answer = await push(feed, [good, { ...good, eventCode: 'X', rawCode: '' }, ofCarrier('UPS')]);
    expect(answer.status).toBe(400);
    const messages = (answer.body['errors'] as { message: string }[])
      .map(({ message }) => message)
      .join('\n');
    expect(messages).toMatch(/^reports\[1]\.eventCode: must be one of/m);
    expect(messages).toMatch(/^reports\[1]\.rawCode/m);
    expect(messages).toMatch(/^reports\[2]\.package\.carrierCode: must be FAULTY/m);
    expect(await inbound.of('FAULTY')).toEqual([]);
    const shown = await feedOnce('FAULTY', ({ trouble }) => trouble !== null);
    expect(shown).toMatchObject({
      lastHeardAt: null,
      scans: 0,
      trouble: expect.stringContaining('more)'),
    });
    const signedText = signed(feed.secret, '[{]');
    expect((await door.post(feed.webhook, '[{]', signedText)).status).toBe(400);
  });

  test('over 2 MB: 413', async () => {
    const feed = await addFeed('LARGE');
    const answer = await push(feed, [ofCarrier('LARGE', { note: 'x'.repeat(2 * 1024 * 1024) })]);
    expect(answer.status).toBe(413);
  });
});

describe('a secret', () => {
  test('changes over: for a while both count, then the new one', async () => {
    const feed = await addFeed('ROTATED');
    const body = [ofCarrier('ROTATED')];
    const rotate = async (more: object): Promise<Added> =>
      (await door.post('/feeds/ROTATED/rotate', more, operator)).body as unknown as Added;
    const second = await rotate({});
    expect(second.secret).not.toBe(feed.secret);
    expect([(await push(feed, body)).status, (await push(second, body)).status]).toEqual([202, 202]);
    const third = await rotate({ keepHours: 0 });
    const statuses = [await push(feed, body), await push(second, body), await push(third, body)];
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 202]);
    const { secrets } = await feedOnce('ROTATED', () => true);
    expect(secrets).toEqual([{ addedAt: expect.any(String), expiresAt: null }]);
  });

  test('lies in no table as it is, and is never shown again', async () => {
    const { secret } = await addFeed('SEALED', {
      poll: { url: 'https://127.0.0.1:9/', everySeconds: 86_400, authorization: 'Bearer of-the-carrier' },
    });
    const owner = await door.stack.database('gateway', 'owner');
    const rows = await owner.transaction((tx) =>
      tx.query('select f::text || s::text as t from feed f join feed_secret s using (feed_id)'),
    );
    const kept = JSON.stringify(rows);
    for (const text of [secret, 'of-the-carrier'])
      for (const form of [text, Buffer.from(text).toString('hex')]) expect(kept).not.toContain(form);
    const listed = JSON.stringify((await door.call('/feeds', { headers: operator })).body);
    expect(listed).toContain('SEALED');
    expect(listed).not.toContain('of-the-carrier');
    expect(listed).not.toContain('whsec_');
  });
});

describe('the operator', () => {
  test.each<[string, object, RegExp]>([
    ['nobody’s name', { publisher: 'nobody' }, /none is called "nobody"/],
    ['a warehouse', { publisher: 'wms' }, /a warehouse may not report TrackingUpdated/],
    ['a carrier out of its scope', { publisher: 'dhl', carrier: 'UPSX' }, /"dhl" may speak of DHL only/],
    ['a second feed of a carrier', { carrier: 'TAKEN' }, /TAKEN has a feed already/],
    ['all that is wrong at once', { carrier: '/', format: 'xml' }, /carrier: .*format: /s],
  ])('is told what is wrong: %s', async (_, more, reason) => {
    await door.post('/admin/publishers', { name: 'wms', role: 'warehouse' }, operator);
    await door.post(
      '/admin/publishers',
      { name: 'dhl', role: 'carrier', scope: { carrierCodes: ['DHL'] } },
      operator,
    );
    if (reason.source.startsWith('TAKEN')) await addFeed('TAKEN');
    const answer = await door.post(
      '/feeds',
      { publisher: 'ups', carrier: 'NEW', format: 'makegood', ...more },
      operator,
    );
    expect(answer.status).toBe(400);
    expect(messagesIn(answer)).toMatch(reason);
  });

  test('removes a feed: it is refused at once, and may be added anew; a revoked publisher’s too', async () => {
    const feed = await addFeed('REMOVED');
    expect((await door.call('/feeds/REMOVED', { method: 'DELETE', headers: operator })).status).toBe(200);
    expect((await push(feed, [ofCarrier('REMOVED')])).status).toBe(401);
    expect((await door.call('/feeds/REMOVED', { method: 'DELETE', headers: operator })).status).toBe(404);
    const { body } = await door.call('/audit?limit=1000', { headers: operator });
    const acts = (body['entries'] as { action: string; subject: string; outcome: string }[])
      .filter(({ subject }) => subject === 'feed REMOVED')
      .map(({ action, outcome }) => `${action} ${outcome}`);
    expect(acts).toEqual(['feed.remove done', 'feed.add done']);
    const { publisherId } = await door.addPublisher('gone', 'carrier');
    const again = await addFeed('REMOVED', { publisher: 'gone' });
    expect((await push(again, [ofCarrier('REMOVED')])).status).toBe(202);
    await door.call(`/admin/publishers/${publisherId}`, { method: 'DELETE', headers: operator });
    const refused = await eventually(
      () => push(again, [ofCarrier('REMOVED')]),
      ({ status }) => status === 401,
    );
    expect(refused.status).toBe(401);
  });

  test('sees when each feed was last heard, in the list and in the metrics, whichever replica heard it', async () => {
    const feed = await addFeed('HEARD');
    expect(await feedOnce('HEARD', () => true)).toMatchObject({
      lastHeardAt: null,
      scans: 0,
      publisher: 'ups',
    });
    const text = JSON.stringify([ofCarrier('HEARD')]);
    const headers = { 'content-type': 'application/json', ...signed(feed.secret, text) };
    const answer = await eventually(
      () => fetch(`${replica.url}${feed.webhook}`, { method: 'POST', headers, body: text }),
      ({ status }) => status === 202,
    );
    expect(answer.status).toBe(202);
    const heard = await feedOnce('HEARD', ({ scans }) => scans > 0);
    expect(Math.abs(Date.now() - Date.parse(String(heard.lastHeardAt)))).toBeLessThan(10_000);
    expect(heard.silentSeconds).toBeLessThan(10);
    const metrics = await (await fetch(`${replica.url}/metrics`)).text();
    expect(metrics).toMatch(/makegood_feed_silent_seconds\{carrier="HEARD"\} \d/);
  });
});

const messagesIn = ({ body }: Answered): string =>
  (body['errors'] as { message: string }[]).map(({ message }) => message).join('\n');

test('what was heard is written down before a process ends', async () => {
  const feed = await addFeed('ENDED');
  const short = await startService(gateway, door.env());
  const text = JSON.stringify([ofCarrier('ENDED')]);
  const headers = { 'content-type': 'application/json', ...signed(feed.secret, text) };
  expect((await fetch(`${short.url}${feed.webhook}`, { method: 'POST', headers, body: text })).status).toBe(
    202,
  );
  await short.stop();
  const { body } = await door.call('/feeds', { headers: operator });
  expect(body['feeds']).toContainEqual(expect.objectContaining({ carrier: 'ENDED', scans: 1 }));
});

interface Shown {
  carrier: string;
  lastHeardAt: string | null;
  silentSeconds: number;
  scans: number;
  trouble: string | null;
  publisher: string;
  secrets: object[];
}
async function feedOnce(carrier: string, hoped: (feed: Shown) => boolean): Promise<Shown> {
  const ask = async () => {
    const { body } = await door.call('/feeds', { headers: operator });
    return (body['feeds'] as Shown[]).find((feed) => feed.carrier === carrier)!;
  };
  return eventually(ask, hoped);
}
