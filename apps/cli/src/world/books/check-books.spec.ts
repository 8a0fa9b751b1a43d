import { describe, expect, it } from '@jest/globals';
import type { Accounting } from '../../door/accounting.js';
import { fates } from '../plan/fates.js';
import { Ledger } from '../play/ledger.js';
import type { Parcel } from '../play/ledger.js';
import { faultsOf } from './check-books.js';
import type { HistoryRow, SellerBooks, ShownOrder } from './seller-books.js';
import { outcomeOf } from './world-outcome.js';

const SELLER = 'S';
const place = { sellerSku: 'MUG', fulfillmentCenterId: 'EAST' };
const accounting = {
  shipped: 2,
  states: { delivered: 2 },
  unaccountedCount: 0,
  settlingCount: 0,
  overduePackages: 0,
  addsUp: true,
  amountGranted: { USD: '10.10' },
  amountReversed: {},
} as unknown as Accounting;
const row: HistoryRow = {
  ...place,
  date: '2026-05-01',
  startSellable: 0,
  startUnsellable: 0,
  received: 9,
  shipped: -2,
  'returned-sellable': 1,
  endSellable: 8,
  endUnsellable: 0,
  endReserved: 1,
};

function order(status: string, quantity: number, shipped: number, more: object = {}): ShownOrder {
  const shipments = [
    { fulfillmentShipmentStatus: 'SHIPPED', fulfillmentShipmentItem: [{ quantity: shipped }] },
  ];
  return {
    fulfillmentOrder: { sellerFulfillmentOrderId: 'O', fulfillmentOrderStatus: status },
    fulfillmentOrderItems: [{ quantity, cancelledQuantity: 0, unfulfillableQuantity: 0, ...more }],
    fulfillmentShipments: shipped > 0 ? shipments : [],
  };
}

const books = (change: Partial<SellerBooks> = {}): SellerBooks => ({
  sellerId: SELLER,
  name: 'Acme',
  orders: [order('Complete', 2, 2)],
  stock: [{ ...place, sellable: 8, unsellable: 0, reserved: 1 }],
  history: [row],
  accounting,
  ...change,
});

function told(): Ledger {
  const ledger = new Ledger();
  ledger.made.push({ sellerId: SELLER, id: 'O' });
  ledger.add('received', SELLER, 9);
  ledger.add('returned', SELLER, 1);
  const items = [{ sellerFulfillmentOrderItemId: '1', quantity: 2 }];
  ledger.parcels.push({ sellerId: SELLER, items, fate: fates[0], dueAt: 5 } as unknown as Parcel);
  return ledger;
}

const shipment = { fulfillmentShipmentStatus: 'PENDING', fulfillmentShipmentItem: [{ quantity: 1 }] };
const half = order('CompletePartialled', 3, 2);
const waiting = order('Processing', 3, 2);

describe('books that agree with the players', () => {
  it.each<[string, Partial<SellerBooks>]>([
    ['complete', {}],
    ['what cannot be had', { orders: [order('CompletePartialled', 3, 2, { unfulfillableQuantity: 1 })] }],
    [
      'an order that waits for stock',
      {
        orders: [
          { ...waiting, fulfillmentOrder: { ...waiting.fulfillmentOrder, fulfillmentPolicy: 'FillAll' } },
        ],
      },
    ],
  ])('are sound: %s', (_, change) => {
    expect(faultsOf(books(change), told())).toEqual([]);
  });

  it('are summed up over sellers, money in whole cents', () => {
    const ledger = told();
    ledger.parcels.push({ ...ledger.parcels[0], dueAt: 7, fate: fates[2] } as unknown as Parcel);
    const outcome = outcomeOf({ seed: 1, seconds: 2, faults: [], now: 6 }, [books(), books()], ledger);
    expect(outcome).toMatchObject({
      orders: { Complete: 2 },
      units: { ordered: 4, shipped: 4, open: 0, states: { delivered: 4 } },
      stock: { received: 18, shipped: -4, sellable: 16 },
      granted: { USD: '20.20' },
      toCome: { ordersWaiting: 0, parcelsUnderWay: 1, firstDue: '1970-01-01T00:00:00.007Z' },
    });
  });
});

describe('books that do not', () => {
  it.each<[string, Partial<SellerBooks>]>([
    ['order O was made and is not listed', { orders: [] }],
    ['order O has shipped more than was ordered', { orders: [order('Complete', 1, 2)] }],
    ['order O is CompletePartialled with 1 units open', { orders: [half] }],
    ['order O is Processing and waits for nothing', { orders: [waiting] }],
    [
      'order O has a shipment that nobody has shipped',
      { orders: [{ ...waiting, fulfillmentShipments: [...waiting.fulfillmentShipments, shipment] }] },
    ],
    [
      'MUG in EAST: 7/0/1 lie there, the journal says 8/0/1',
      { stock: [{ ...place, sellable: 7, unsellable: 0, reserved: 1 }] },
    ],
    ['MUG in EAST: the journal has stock that is nowhere', { stock: [] }],
    ['the history of MUG in EAST on 2026-05-01 does not add up', { history: [{ ...row, adjusted: 1 }] }],
    [
      'the journal has 8 pieces received, the players told of 9',
      { history: [{ ...row, received: 8, adjusted: 1 }] },
    ],
    [
      'the journal has 1 pieces shipped, the players told of 2',
      { history: [{ ...row, shipped: -1, adjusted: -1 }] },
    ],
    [
      'the journal has 2 pieces returned, the players told of 1',
      { history: [{ ...row, 'returned-unsellable': 1, adjusted: -1 }] },
    ],
    ['1 units are unaccounted for', { accounting: { ...accounting, unaccountedCount: 1 } }],
    ['1 units are settling', { accounting: { ...accounting, settlingCount: 1 } }],
    [
      'the states of the units do not add up to what was shipped',
      { accounting: { ...accounting, addsUp: false } },
    ],
    ['1 parcels are overdue, not 0', { accounting: { ...accounting, overduePackages: 1 } }],
    ['3 units are accounted for, 2 were shipped', { accounting: { ...accounting, shipped: 3 } }],
  ])('say so: %s', (fault, change) => {
    expect(faultsOf(books(change), told())).toContain(`Acme: ${fault}`);
  });

  it('say so when a parcel was handed over and no order shows it', () => {
    const ledger = told();
    ledger.parcels.push(...ledger.parcels);
    expect(faultsOf(books(), ledger)).toEqual(['Acme: 4 units were handed over, the orders show 2']);
  });
});
