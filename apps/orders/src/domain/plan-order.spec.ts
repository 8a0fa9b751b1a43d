import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toInstant } from '#contracts';
import { twoCountries } from './network.samples.js';
import { fulfillmentPolicies, planOrder } from './plan-order.js';
import type { Fulfilment, FulfillmentPolicy, Need, Plan, Shelves } from './plan-order.js';
import type { HazmatState } from './sku.js';

const NOW = toInstant('2026-03-02T10:00:00Z');
const HOUR = 3_600_000;
const need = (line: number, sku: string, quantity: number): Need => ({ line, sku, quantity });
const shelves = (
  lying: Record<string, Record<string, number>>,
  hazmat: Record<string, HazmatState> = {},
): Shelves => ({
  sku: (sku) =>
    sku in lying
      ? { hazmat: hazmat[sku] ?? 'none', excludedFeatures: sku === 'MUG' ? ['GIFT'] : [] }
      : undefined,
  available: (sku, center) => lying[sku]?.[center] ?? 0,
});
const fulfilment = (policy: FulfillmentPolicy, more: Partial<Fulfilment> = {}): Fulfilment => ({
  policy,
  speed: 'Standard',
  countryCode: 'US',
  features: [],
  since: NOW,
  ...more,
});
const plan = (of: Fulfilment, needs: Need[], on: Shelves, underWay = false, now = NOW): Plan =>
  planOrder(of, needs, underWay, on, twoCountries, now);
const where = ({ shipments }: Plan) =>
  shipments.map(({ fulfillmentCenterId, items }) => [
    fulfillmentCenterId,
    ...items.map(({ line, quantity }) => `${line}x${quantity}`),
  ]);

describe('where an order is shipped from', () => {
  const needs = [need(1, 'MUG', 2), need(2, 'CUP', 1)];
  test.each([
    ['all from one', { MUG: { 'FC-A': 2, 'FC-B': 5 }, CUP: { 'FC-B': 1 } }, [['FC-B', '1x2', '2x1']]],
    [
      'the first of two that have all',
      { MUG: { 'FC-A': 2, 'FC-B': 2 }, CUP: { 'FC-A': 1, 'FC-B': 1 } },
      [['FC-A', '1x2', '2x1']],
    ],
    [
      'from two',
      { MUG: { 'FC-A': 2 }, CUP: { 'FC-B': 1 } },
      [
        ['FC-A', '1x2'],
        ['FC-B', '2x1'],
      ],
    ],
    [
      'a line from two',
      { MUG: { 'FC-A': 1, 'FC-B': 1 }, CUP: { 'FC-B': 1 } },
      [
        ['FC-B', '1x1', '2x1'],
        ['FC-A', '1x1'],
      ],
    ],
    [
      'from abroad if it must be',
      { MUG: { 'FC-DE': 9 }, CUP: { 'FC-A': 1 } },
      [
        ['FC-DE', '1x2'],
        ['FC-A', '2x1'],
      ],
    ],
  ])('%s', (_name, lying, shipped) => {
    const made = plan(fulfilment('FillOrKill'), needs, shelves(lying));
    expect(where(made)).toEqual(shipped);
    expect(made).toMatchObject({ unfulfillable: [], killed: false });
  });

  test('two lines of one SKU do not have the same piece', () => {
    const made = plan(
      fulfilment('FillAllAvailable'),
      [need(1, 'MUG', 1), need(2, 'MUG', 1)],
      shelves({ MUG: { 'FC-A': 1 } }),
    );
    expect(where(made)).toEqual([['FC-A', '1x1']]);
    expect(made.unfulfillable).toEqual([{ ...need(2, 'MUG', 1), reason: 'out-of-stock' }]);
  });

  test('only centres that offer what the order must have', () => {
    const lying = { CUP: { 'FC-A': 5, 'FC-B': 5 } };
    const signed = fulfilment('FillOrKill', { features: ['SIGNATURE_CONFIRMATION'] });
    expect(where(plan(signed, [need(1, 'CUP', 1)], shelves(lying)))).toEqual([['FC-B', '1x1']]);
  });
});

describe('what cannot be shipped, and why (O-6)', () => {
  const none = { MUG: {}, CUP: { 'FC-A': 9 } };
  test.each([
    ['out-of-stock', need(1, 'MUG', 1), {}, {}],
    ['not-in-catalogue', need(1, 'HAT', 1), {}, {}],
    ['hazmat-pending', need(1, 'CUP', 1), { CUP: 'pending' }, {}],
    ['hazmat-blocked', need(1, 'CUP', 1), { CUP: 'blocked' }, {}],
    ['no-route', need(1, 'CUP', 1), {}, { countryCode: 'FR' }],
    ['feature-not-offered', need(1, 'CUP', 1), {}, { features: ['OVERBOX'] }],
    ['feature-not-offered', need(1, 'MUG', 1), {}, { features: ['GIFT'] }],
  ] as const)('%s', (reason, wanted, hazmat, more) => {
    const of = fulfilment('FillAllAvailable', {
      ...more,
      features: [...('features' in more ? more.features : [])],
    });
    const made = plan(of, [wanted], shelves(none, hazmat));
    expect(made.unfulfillable).toEqual([{ ...wanted, reason }]);
  });

  test('what was cleared is shipped', () =>
    expect(
      where(plan(fulfilment('FillOrKill'), [need(1, 'CUP', 1)], shelves(none, { CUP: 'cleared' }))),
    ).toEqual([['FC-A', '1x1']]));
});

describe('the three policies (O-5), with one of two lines missing', () => {
  const needs = [need(1, 'MUG', 2), need(2, 'CUP', 1)];
  const half = shelves({ MUG: { 'FC-A': 2 }, CUP: {} });
  const missing = { ...need(2, 'CUP', 1), reason: 'out-of-stock' };

  test('FillOrKill: before anything is picked, the whole order is given up', () => {
    const made = plan(fulfilment('FillOrKill'), needs, half);
    expect(made).toEqual({
      shipments: [],
      unfulfillable: [{ ...need(1, 'MUG', 2), reason: 'order-killed' }, missing],
      killed: true,
    });
  });

  test('FillOrKill: after that, only what is missing', () => {
    const made = plan(fulfilment('FillOrKill'), needs, half, true);
    expect([where(made), made.unfulfillable, made.killed]).toEqual([[['FC-A', '1x2']], [missing], false]);
  });

  test('FillAllAvailable: the rest is dropped at once', () => {
    const made = plan(fulfilment('FillAllAvailable'), needs, half);
    expect([where(made), made.unfulfillable, made.waitsUntil]).toEqual([
      [['FC-A', '1x2']],
      [missing],
      undefined,
    ]);
  });

  test.each([
    [0, [], NOW + HOUR / 6],
    [24 * HOUR - HOUR / 6 - 1, [], NOW + 24 * HOUR - 1],
    [24 * HOUR - 1, [], NOW + 24 * HOUR],
    [24 * HOUR, [missing], undefined],
    [24 * HOUR + 1, [missing], undefined],
  ])('FillAll: %i ms after it might be planned', (after, unfulfillable, waitsUntil) => {
    const made = plan(fulfilment('FillAll'), needs, half, false, NOW + after);
    expect([where(made), made.unfulfillable, made.waitsUntil]).toEqual([
      [['FC-A', '1x2']],
      unfulfillable,
      waitsUntil,
    ]);
  });
});

test('whatever lies where, a plan takes what is needed or says what is missing, and never what is not there', () => {
  const skus = ['MUG', 'CUP'];
  const centers = ['FC-A', 'FC-B', 'FC-DE'];
  const lying = fc.record(
    Object.fromEntries(
      skus.map((sku) => [sku, fc.record(Object.fromEntries(centers.map((id) => [id, fc.nat(4)])))]),
    ),
  );
  const needs = fc.array(
    fc.record({ sku: fc.constantFrom(...skus, 'HAT'), quantity: fc.integer({ min: 1, max: 6 }) }),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  const policy = fc.constantFrom(...fulfillmentPolicies);
  fc.assert(
    fc.property(lying, needs, policy, fc.nat(30 * HOUR), fc.boolean(), (on, wanted, of, after, underWay) => {
      const asked = wanted.map(({ sku, quantity }, at) => need(at + 1, sku, quantity));
      const made = plan(fulfilment(of), asked, shelves(on), underWay, NOW + after);
      for (const sku of skus) {
        for (const center of centers) {
          const taken = made.shipments
            .filter(({ fulfillmentCenterId }) => fulfillmentCenterId === center)
            .flatMap(({ items }) => items)
            .filter(({ line }) => asked[line - 1]!.sku === sku)
            .reduce((sum, { quantity }) => sum + quantity, 0);
          expect(taken).toBeLessThanOrEqual(on[sku]![center]!);
        }
      }
      for (const { line, quantity } of asked) {
        const planned = made.shipments.flatMap(({ items }) => items).filter((item) => item.line === line);
        const dropped = made.unfulfillable.filter((item) => item.line === line);
        const told = [...planned, ...dropped].reduce((sum, item) => sum + item.quantity, 0);
        const missing = quantity - told;
        expect(made.waitsUntil === undefined ? missing === 0 : missing >= 0).toBe(true);
      }
      expect(made.killed && made.shipments.length > 0).toBe(false);
    }),
  );
});
