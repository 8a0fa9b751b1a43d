import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  contractOf,
  OrderShippedReport,
  ReturnReceivedReport,
  TrackingUpdatedReport,
  UnitDamagedReport,
} from '#contracts';
import type { Shape } from '#contracts';
import { eventually } from '#testing';
import { FaultStack, SERVICES } from '../faults/stack/fault-stack.js';
import { address, CANARY, EMAIL, orderOf, refused } from './buyer.js';
import { tracesIn, tracesInLogs, tracesInRows, tracesOnTopics } from './traces.js';

const SP_API = '/fba/outbound/2020-07-01';
const HOUR = 3_600_000;
const logsDir = mkdtempSync(join(tmpdir(), 'makegood-privacy-'));
let stack: FaultStack;
let seller: { sellerId: string; clientId: string; clientSecret: string };
let token: string;
let network: { authorization: string };
let answered = '';

interface Answer {
  status: number;
  text: string;
}

async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(`${stack.url('gateway')}${path}`, {
    method,
    headers: {
      'x-amz-access-token': token,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  answered += text;
  return { status: answer.status, text };
}

/** A report of the network's, with more in it than the contract knows. */
async function report<T extends object>(shape: Shape<T>, data: object): Promise<void> {
  const buyer = { destinationAddress: address(' told by the network'), email: EMAIL };
  await stack.door.post(
    '/events',
    {
      specversion: '1.0',
      id: randomUUID(),
      source: 'network',
      type: contractOf(shape).type,
      data: { ...data, ...buyer },
    },
    { ...network, 'content-type': 'application/cloudevents+json' },
  );
}

const ok = async (asked: Promise<Answer>): Promise<string> => {
  const { status, text } = await asked;
  expect([status, text.slice(0, 300)]).toEqual([200, expect.any(String)]);
  return text;
};
const order = (id: string) => `${SP_API}/fulfillmentOrders/${id}`;
const named = (sellerFulfillmentOrderId: string) => ({
  order: { sellerId: seller.sellerId, sellerFulfillmentOrderId },
});
const parcelOf = (id: string) => ({ carrierCode: 'UPS', trackingNumber: `1Z${id}` });

/** A warehouse reads where to send what it was asked for. */
async function readDestination(): Promise<void> {
  const asked = async (path: string) => {
    const answer = await fetch(`${stack.url('gateway')}${path}`, { headers: network });
    const text = await answer.text();
    answered += text;
    return text;
  };
  const list = await eventually(
    () => asked('/warehouse/shipments?fulfillmentCenterId=FC1'),
    (text) => text.includes('"shipmentId"'),
    60_000,
  );
  const shipmentId = /"shipmentId":"([^"]+)"/.exec(list)?.[1];
  expect(await asked(`/warehouse/shipments/${shipmentId}`)).toContain(`${CANARY} line1`);
}

async function ship(id: string, promisedInHours: number): Promise<void> {
  const occurredAt = new Date(Date.now() - HOUR).toISOString();
  const items = [{ sellerFulfillmentOrderItemId: 'a', quantity: 2, giftMessage: CANARY }];
  await report(OrderShippedReport, {
    ...named(id),
    shipmentId: `S-${id}`,
    fulfillmentCenterId: 'FC1',
    occurredAt,
    estimatedDeliveryAt: new Date(Date.now() + promisedInHours * HOUR).toISOString(),
    packages: [{ ...parcelOf(id), items }],
  });
  await eventually(
    () => ask('GET', order(id)),
    ({ text }) => text.includes('SHIPPED'),
    60_000,
  );
}

beforeAll(async () => {
  stack = await FaultStack.start({
    name: `privacy${randomBytes(4).toString('hex')}`,
    logsDir,
    logLevel: 'trace',
    planning: 'here',
    undo: () => undefined,
  });
  seller = await stack.door.addSeller('shop', 'unlimited');
  const { clientId, clientSecret } = await stack.door.addPublisher('network', 'network');
  network = await stack.door.bearer({ client_id: clientId, client_secret: clientSecret });
  const { authorization } = await stack.door.bearer({
    client_id: seller.clientId,
    client_secret: seller.clientSecret,
  });
  token = authorization.replace('Bearer ', '');
  const size = { lengthMm: 120, widthMm: 90, heightMm: 100, weightGrams: 350 };
  await ok(ask('PUT', '/catalogue/skus', { skus: [{ sellerSku: 'MUG', title: 'A mug', ...size }] }));
  const receipt = { sellerId: seller.sellerId, fulfillmentCenterId: 'FC1', receiptId: 'first' };
  await stack.door.post(
    '/stock/receipts',
    { ...receipt, items: [{ sellerSku: 'MUG', quantity: 100 }] },
    network,
  );
}, 180_000);
afterAll(async () => {
  await stack?.close();
  rmSync(logsDir, { recursive: true, force: true });
}, 60_000);

describe('a whole life of orders, with the buyer in every field that can hold one', () => {
  it('is created, held, changed, cancelled, shipped, scanned, returned, lost, claimed and read', async () => {
    for (const id of ['O-1', 'O-3', 'O-4']) await ok(ask('POST', `${SP_API}/fulfillmentOrders`, orderOf(id)));
    await ok(ask('POST', `${SP_API}/fulfillmentOrders`, orderOf('O-1')));
    await ok(ask('POST', `${SP_API}/fulfillmentOrders`, orderOf('O-2', { fulfillmentAction: 'Hold' })));
    await ok(
      ask('PUT', order('O-2'), {
        destinationAddress: address(' changed'),
        displayableOrderComment: `${CANARY} again`,
      }),
    );
    await ok(ask('PUT', order('O-2'), { fulfillmentAction: 'Ship' }));
    await ok(ask('PUT', `${order('O-3')}/cancel`, {}));
    for (const [method, path, body] of refused)
      expect([body, (await ask(method, `${SP_API}${path}`, body)).status]).toEqual([body, 400]);
    expect(
      (
        await ask(
          'POST',
          `${SP_API}/fulfillmentOrders`,
          orderOf('O-1', { displayableOrderComment: `${CANARY} other` }),
        )
      ).status,
    ).toBe(400);

    await readDestination();
    await ship('O-1', 72);
    await ship('O-2', 72);
    await ship('O-4', -30 * 24);
    const occurredAt = new Date(Date.now() - HOUR / 2).toISOString();
    const delivered = { package: parcelOf('O-1'), eventCode: 'EVENT_301', rawCode: 'DELIVERED', occurredAt };
    await report(TrackingUpdatedReport, delivered);
    const back = { receiptId: 'R-1', fulfillmentCenterId: 'FC1', occurredAt, kind: 'buyer-return' };
    await report(ReturnReceivedReport, {
      ...named('O-1'),
      ...back,
      items: [{ sellerFulfillmentOrderItemId: 'a', quantity: 1, condition: 'Defective' }],
    });
    await report(UnitDamagedReport, {
      ...named('O-2'),
      cause: 'crushed',
      foundAt: 'in-transit',
      occurredAt,
      faultParty: 'carrier',
      items: [{ sellerFulfillmentOrderItemId: 'a', quantity: 1 }],
    });
    // Of an order that nobody knows: it waits, with all that was said.
    await report(OrderShippedReport, {
      ...named('O-9'),
      shipmentId: 'S-9',
      fulfillmentCenterId: 'FC1',
      occurredAt,
      packages: [{ ...parcelOf('O-9'), items: [{ sellerFulfillmentOrderItemId: 'a', quantity: 1 }] }],
    });
    await eventually(
      () => ask('GET', '/reimbursements?order=O-4'),
      ({ text }) => text.includes('reimbursementId'),
      60_000,
    );
    await eventually(
      () => ask('GET', '/returns?order=O-1'),
      ({ text }) => text.includes('R-1'),
      60_000,
    );

    await ask('POST', '/reimbursements/statements', {
      sellerFulfillmentOrderId: 'O-1',
      statement: 'buyer-has-not-received',
      comment: CANARY,
    });
    for (const path of [
      `${SP_API}/fulfillmentOrders`,
      '/accounting',
      '/journeys?order=O-1',
      '/returns?order=O-1',
    ])
      await ok(ask('GET', path));
    await ask('GET', `${SP_API}/fulfillmentOrders?queryStartDate=${CANARY}`);
    await ask('GET', `/journeys?tracking=${CANARY}`);
    await ok(ask('POST', '/buyers/erasures', { sellerFulfillmentOrderId: 'O-3' }));
    expect((await ask('POST', '/buyers/erasures', { email: `nobody-${EMAIL}` })).status).toBe(404);
  }, 180_000);

  it('tells the seller all of it', () => {
    const words = ['name', 'line3', 'phone', 'gift', 'slip', 'line1 changed', 'payment'];
    for (const word of words) expect(answered).toContain(`${CANARY} ${word}`);
  });
});

describe('the buyer', () => {
  it('is on no topic', async () => {
    const { traces, records } = await tracesOnTopics(stack, CANARY);
    expect(traces).toEqual([]);
    for (const topic of ['inbound.gateway', ...SERVICES.map((service) => `${service}.events`)])
      expect([topic, records.get(topic)]).not.toEqual([topic, 0]);
  }, 60_000);

  it('is in no row of any table in words that can be read', async () => {
    const { traces, rows } = await tracesInRows(stack, CANARY);
    expect(traces).toEqual([]);
    expect(rows.get('orders.order_request')).toBe(4);
    expect(rows.get('orders.waiting')).toBe(1);
    expect(rows.size).toBeGreaterThan(30);
  });

  it('is in no log, however much is logged', () => {
    const { traces, lines } = tracesInLogs(logsDir, CANARY);
    expect(traces).toEqual([]);
    expect(lines.size).toBe(SERVICES.length);
    expect(Math.min(...lines.values())).toBeGreaterThan(20);
  });

  it('would be seen: in a record, in a row as text or bytes, and in a line', async () => {
    await stack.sql.query('create table orders.planted (note text, bytes bytea)');
    await stack.sql.query('insert into orders.planted values ($1, null), (null, $2)', [
      CANARY,
      Buffer.from(CANARY),
    ]);
    expect((await tracesInRows(stack, CANARY)).traces).toHaveLength(2);
    writeFileSync(join(logsDir, 'planted.log'), `one\n{"body":"${CANARY}"}\n`);
    expect(tracesInLogs(logsDir, CANARY).traces).toHaveLength(1);
    const base64 = ['', 'x', 'xx'].map((before) =>
      Buffer.from(`${before}${CANARY} Bertha`).toString('base64'),
    );
    for (const text of base64) expect(tracesIn('a text', text, CANARY)).toHaveLength(1);
    const producer = stack.kafka.producer();
    await producer.connect();
    await producer.send({
      topic: stack.topic('gateway.events'),
      messages: [{ value: null, headers: { note: CANARY } }],
    });
    await producer.disconnect();
    expect((await tracesOnTopics(stack, CANARY)).traces).toHaveLength(1);
  }, 60_000);
});
