import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromHeaders, toHeaders } from './headers.js';
import type { Envelope } from './headers.js';

const fact: Envelope = {
  id: '42',
  type: 'makegood.OrderShipped.v1',
  source: 'orders/3f1d8b0a-6d7c-4b52-9a7e-1c0d5e2f9b01',
  subject: '0190a000-0000-7000-8000-000000000002',
  time: 1_767_323_045_678,
  tick: 7,
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  dataschema: 'urn:makegood:schema:fact:OrderShipped:v1',
};
const asKafka = (headers: Record<string, string>): Record<string, Buffer> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)]));

describe('headers', () => {
  test('what is written reads as the same, from bytes and from text', () => {
    expect(fromHeaders(asKafka(toHeaders(fact)))).toEqual({ envelope: fact });
    expect(fromHeaders(toHeaders(fact))).toEqual({ envelope: fact });
    expect(toHeaders(fact)).toMatchObject({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_time: '2026-01-02T03:04:05.678Z',
      ce_tick: '7',
    });
  });

  test('names everything that is missing at once', () => {
    expect(fromHeaders(undefined).faults).toEqual([
      'header ce_specversion is missing',
      'header ce_type is missing',
      'header ce_id is missing',
      'header ce_source is missing',
    ]);
    expect(
      fromHeaders({ ce_specversion: '1.0', ce_type: fact.type, ce_id: '1', ce_source: 's' }).faults,
    ).toEqual(['header ce_time is missing', 'header ce_subject is missing']);
  });

  test('a report needs neither subject nor time', () => {
    const report = { id: '1', type: 'makegood.report.OrderShipped.v1', source: 'wms' };
    expect(fromHeaders(toHeaders(report)).envelope).toMatchObject(report);
  });

  test.each([
    ['ce_specversion', '0.3', 'header ce_specversion is "0.3": only 1.0 is read'],
    ['ce_time', 'noon', 'header ce_time is "noon": write an ISO 8601 instant'],
    ['ce_tick', '1.5', 'header ce_tick is "1.5": write a whole number'],
    ['ce_id', '', 'header ce_id is missing'],
    ['content-type', 'text/xml', 'header content-type is "text/xml": only application/json is read'],
  ])('refuses %s = "%s"', (name, value, fault) => {
    expect(fromHeaders({ ...toHeaders(fact), [name]: value }).faults).toEqual([fault]);
  });

  test('refuses a header given twice and reads JSON with a charset', () => {
    expect(fromHeaders({ ...toHeaders(fact), ce_id: ['1', '2'] }).faults).toEqual([
      'header ce_id is given 2 times',
    ]);
    const charset = { ...toHeaders(fact), 'content-type': 'application/json; charset=utf-8' };
    expect(fromHeaders(charset).faults).toBeUndefined();
  });

  test('never throws', () => {
    const value = fc.oneof(
      fc.string(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.constant(undefined),
    );
    const name = fc.constantFrom('ce_id', 'ce_type', 'ce_time', 'ce_tick', 'ce_source', 'content-type', 'x');
    fc.assert(
      fc.property(fc.dictionary(name, fc.oneof(value, fc.array(fc.string()))), (headers) => {
        const read = fromHeaders(headers);
        expect(read.faults === undefined || read.faults.length > 0).toBe(true);
      }),
    );
  });
});
