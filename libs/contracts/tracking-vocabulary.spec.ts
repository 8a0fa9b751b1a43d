import { describe, expect, test } from '@jest/globals';
import { currentStatuses, eventCodes, meaningOf } from './tracking-vocabulary.js';
import type { CurrentStatus, EventCode } from './tracking-vocabulary.js';
import type { Incident, PackagePlace } from './vocabulary.js';

describe('meaningOf', () => {
  test.each<[EventCode, CurrentStatus | undefined, Incident | undefined, CurrentStatus, PackagePlace]>([
    // Words, "delivered": EVENT_301, or collected by the buyer.
    ['EVENT_301', undefined, undefined, 'DELIVERED', 'delivered'],
    ['EVENT_301', 'IN_TRANSIT', 'damaged', 'DELIVERED', 'delivered'],
    ['EVENT_804', undefined, undefined, 'DELIVERED', 'delivered'],
    ['EVENT_308', 'PICKUP_SUCCESSFUL', undefined, 'DELIVERED', 'delivered'],
    ['EVENT_308', undefined, undefined, 'AVAILABLE_FOR_PICKUP', 'in-transit'],
    ['EVENT_801', undefined, undefined, 'AVAILABLE_FOR_PICKUP', 'in-transit'],
    ['EVENT_302', undefined, undefined, 'OUT_FOR_DELIVERY', 'in-transit'],
    ['EVENT_302', 'DELIVERED', undefined, 'OUT_FOR_DELIVERY', 'in-transit'],
    ['EVENT_304', undefined, undefined, 'DELIVERY_ATTEMPTED', 'in-transit'],
    // T-8: refused, bad address, unclaimed turn round; lost and destroyed are undeliverable.
    ['EVENT_407', undefined, undefined, 'RETURNING', 'returning'],
    ['EVENT_401', undefined, undefined, 'RETURNING', 'returning'],
    ['EVENT_413', undefined, undefined, 'RETURNING', 'returning'],
    ['EVENT_308', undefined, 'unclaimed', 'RETURNING', 'returning'],
    ['EVENT_309', undefined, undefined, 'RETURNED', 'returning'],
    ['EVENT_409', undefined, undefined, 'UNDELIVERABLE', 'lost'],
    ['EVENT_406', undefined, 'destroyed', 'UNDELIVERABLE', 'lost'],
    ['EVENT_416', undefined, 'bad-address', 'RETURNING', 'returning'],
    // a damage scan of a package alone moves nothing.
    ['EVENT_405', undefined, 'damaged', 'DELAYED', 'in-transit'],
    ['EVENT_404', undefined, 'weather', 'DELAYED', 'in-transit'],
  ])('%s, status %s, incident %s: %s, %s', (eventCode, status, incident, means, place) => {
    expect(meaningOf({ eventCode, status, incident })).toMatchObject({ status: means, place });
  });

  test('at one instant RETURNING decides over DELIVERED, and DELIVERED over all on the way (T-4)', () => {
    const rank = (eventCode: EventCode): number => meaningOf({ eventCode }).rank;
    const onTheWay: EventCode[] = [
      'EVENT_101',
      'EVENT_201',
      'EVENT_302',
      'EVENT_304',
      'EVENT_308',
      'EVENT_409',
    ];
    for (const code of onTheWay) expect(rank(code)).toBeLessThan(rank('EVENT_301'));
    expect(rank('EVENT_301')).toBeLessThan(rank('EVENT_408'));
    expect(rank('EVENT_408')).toBeLessThan(rank('EVENT_309'));
  });

  test('gives every code with every status a meaning', () => {
    for (const eventCode of eventCodes) {
      for (const status of [undefined, ...currentStatuses]) {
        const { status: means, place, rank } = meaningOf({ eventCode, status });
        expect(currentStatuses).toContain(means);
        expect(place === 'delivered').toBe(means === 'DELIVERED');
        expect(rank).toBeGreaterThanOrEqual(0);
      }
    }
    expect(eventCodes).toHaveLength(35);
  });
});
