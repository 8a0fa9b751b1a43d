const HEADER =
  'order_id,shipped_at,estimated_delivery_at,delivered_at,quantity,unit_value,currency,purpose,detail,signature_required';

/** A small file with every ending that rows alone can tell. EDD 10 January: due 17 January, 00:00:00. */
export const parcelsCsv = [
  HEADER,
  row('IN-TIME', '2026-01-08 10:00:00'),
  row('AT-DUE', '2026-01-17 00:00:00'),
  row('ONE-MS-LATE', '2026-01-17T00:00:00.001Z'),
  row('LATE', '2026-02-20 12:00:00'),
  row('NEVER', '', { quantity: 3 }),
  row('REMOVAL', '', { purpose: 'removal' }),
  row('UNTRACKED', '', { detail: 'none' }),
  row('SIGNED-LATE', '2026-03-01 00:00:00', { signature: 'true' }),
  row('CAPPED', '', { value: '6000.00' }),
  row('TWO', '2026-01-05 00:00:00'),
  row('TWO', '', { shipped: '2026-01-02 00:00:00' }),
  row('RETURNED', '2026-01-06 00:00:00'),
  row('REFUSED-PARCEL', ''),
  row('LOST-ON-RETURN', ''),
  row('BROKEN-BY-US', '2026-01-06 00:00:00'),
  row('BROKEN-BY-BUYER', '2026-01-06 00:00:00'),
  row('FAULT-UNKNOWN', '2026-01-06 00:00:00'),
  row('CANCELLED-PARTLY', '', { quantity: 2 }),
  row('UNDER-WAY', '', { shipped: '2026-06-29 00:00:00', promised: '2026-07-05' }),
  row('NOT-YET', '', { shipped: '2026-07-01 00:00:01', promised: '2026-07-05' }),
].join('\n');

export const AS_OF = '2026-07-01T00:00:00Z';

const at = (day: string): string => `2026-${day}T00:00:00Z`;
const event = (type: string, day: string, data: object): string =>
  JSON.stringify({ type: `makegood.report.${type}.v1`, time: at(day), data });
const order = (sellerFulfillmentOrderId: string): object => ({ sellerFulfillmentOrderId });
const item = { sellerFulfillmentOrderItemId: '1' };
const refusal = (id: string): string =>
  event('TrackingUpdated', '01-08', {
    package: { sellerFulfillmentOrderId: id, shipmentId: 'S1' },
    eventCode: 'EVENT_407',
    rawCode: 'REFUSED',
    incident: 'refused',
    occurredAt: at('01-08'),
  });
const receipt = (id: string, day: string, kind: string, condition: string): string =>
  event('ReturnReceived', day, {
    order: order(id),
    receiptId: `R-${id}`,
    fulfillmentCenterId: 'FC1',
    occurredAt: at(day),
    kind,
    items: [{ ...item, condition }],
  });
const damage = (id: string, faultParty: string): string =>
  event('UnitDamaged', '01-22', {
    order: order(id),
    occurredAt: at('01-22'),
    foundAt: 'return-inspection',
    cause: 'broken',
    faultParty,
    items: [item],
  });

/** What the rows cannot tell: refusals at the door, returns, damages, a part cancelled before shipment. */
export const parcelsEvents = [
  receipt('RETURNED', '01-20', 'buyer-return', 'Sellable'),
  refusal('REFUSED-PARCEL'),
  receipt('REFUSED-PARCEL', '01-25', 'undelivered', 'Sellable'),
  refusal('LOST-ON-RETURN'),
  receipt('BROKEN-BY-US', '01-21', 'buyer-return', 'FulfillerDamaged'),
  damage('BROKEN-BY-US', 'fulfiller'),
  receipt('BROKEN-BY-BUYER', '01-21', 'buyer-return', 'CustomerDamaged'),
  damage('BROKEN-BY-BUYER', 'customer'),
  receipt('FAULT-UNKNOWN', '01-21', 'buyer-return', 'Uninspected'),
  damage('FAULT-UNKNOWN', 'unknown'),
  event('OrderRegistered', '01-01', {
    ...order('CANCELLED-PARTLY'),
    items: [
      {
        ...item,
        sellerSku: 'MUG',
        quantity: 3,
        cancelledQuantity: 1,
        unitValue: { currency: 'USD', minorUnits: 1000 },
      },
    ],
  }),
].join('\n');

/**
 * What becomes of them under edition M. Granted: 1 ms late, late, 3 never, signed late, capped, the missing one of
 * two, lost on return, broken by us, 2 of the part that was not cancelled.
 */
export const parcelsOutcome = {
  orders: 18,
  units: 22,
  delivered: 6,
  overdue: 10,
  granted: 12,
  reversed: 3,
  returned: 3,
  refused: 2,
  open: 2,
  unaccounted: 0,
  // 11 units at 10.00, and one capped at 5,000.00.
  amountGranted: { USD: '5110.00' },
  amountReversed: { USD: '30.00' },
};

interface Cells {
  shipped?: string;
  promised?: string;
  quantity?: number;
  value?: string;
  purpose?: string;
  detail?: string;
  signature?: string;
}

function row(orderId: string, delivered: string, cells: Cells = {}): string {
  const {
    shipped = '2026-01-01 12:00:00',
    promised = '2026-01-10T00:00:00Z',
    quantity = 1,
    value = '10.00',
  } = cells;
  const { purpose = '', detail = 'full', signature = '' } = cells;
  return [orderId, shipped, promised, delivered, quantity, value, 'USD', purpose, detail, signature].join(
    ',',
  );
}
