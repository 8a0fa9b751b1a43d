import type { ShipmentFailure, ShippingSpeed } from '#contracts';
import { Chance } from '../../sample/random.js';
import { fates } from './fates.js';
import { anyGood, goods, suppliesOf } from './goods.js';
import type { PlannedAddress, PlannedItem, PlannedOrder, WorldOptions, WorldPlan } from './world-plan.js';

const names = ['Acme', 'Birch & Co', 'Cobalt', 'Dune', 'Elm Street Goods', 'Fjord', 'Gable', 'Harbour'];
const speeds: readonly ShippingSpeed[] = ['Standard', 'Standard', 'Standard', 'Expedited', 'Priority'];
const policies = ['FillOrKill', 'FillAll', 'FillAllAvailable'] as const;
const failures: readonly ShipmentFailure[] = ['damaged', 'missing', 'other'];
const towns: readonly (readonly [city: string, postalCode: string, countryCode: string])[] = [
  ['Newark', '07102', 'US'],
  ['Portland', '97201', 'US'],
  ['Austin', '78701', 'US'],
  ['Chicago', '60601', 'US'],
  ['Berlin', '10115', 'DE'],
  ['Lyon', '69001', 'FR'],
];
const people = ['Ada', 'Bruno', 'Chen', 'Dara', 'Esra', 'Felix', 'Grace', 'Hugo'];

/** Out of a hundred orders. */
const CANCELLED = 5;
const HELD = 6;
const FAILED = 6;

/** A world of that seed. Pure: nothing but the options decides it. */
export function planWorld({ seed, orders: count, sellers: many }: WorldOptions): WorldPlan {
  const chance = new Chance(seed);
  const orders = Array.from({ length: count }, (_, nth) => order(nth, nth % many, chance));
  const sellers = Array.from({ length: many }, (_, seller) => {
    const own = orders.filter((one) => one.seller === seller);
    const name = names[seller % names.length] ?? '';
    const round = Math.floor(seller / names.length);
    return {
      name: round === 0 ? name : `${name} ${round + 1}`,
      skus: goods.map(({ sku }) => sku),
      ...suppliesOf(own, chance),
    };
  });
  return { sellers, orders };
}

function order(nth: number, seller: number, chance: Chance): PlannedOrder {
  const fails = chance.next() * 100 < FAILED ? chance.oneOf(failures) : undefined;
  return {
    id: `WORLD-${String(nth + 1).padStart(6, '0')}`,
    seller,
    speed: chance.oneOf(speeds),
    policy: chance.oneOf(policies),
    items: itemsOf(chance),
    address: address(chance),
    afterwards: afterwards(chance),
    ...(fails && { fails }),
    picksAfter: chance.whole(300, 1500),
    fate: fateOf(chance),
  };
}

// Lines of one order name different SKUs, as a basket does.
function itemsOf(chance: Chance): PlannedItem[] {
  const lines = chance.next() < 0.7 ? 1 : chance.whole(2, 3);
  const skus = new Set(Array.from({ length: lines }, () => anyGood(chance).sku.sellerSku));
  return [...skus].map((sellerSku, nth) => ({
    sellerFulfillmentOrderItemId: String(nth + 1),
    sellerSku,
    quantity: chance.next() < 0.75 ? 1 : chance.whole(2, 4),
  }));
}

function address(chance: Chance): PlannedAddress {
  const [city, postalCode, countryCode] = chance.oneOf(towns);
  const addressLine1 = `${chance.whole(1, 200)} Elm Street`;
  return { name: `${chance.oneOf(people)} Example`, addressLine1, city, postalCode, countryCode };
}

function afterwards(chance: Chance): PlannedOrder['afterwards'] {
  const drawn = chance.next() * 100;
  if (drawn < CANCELLED) return 'cancel';
  if (drawn >= CANCELLED + HELD) return 'nothing';
  return chance.oneOf(['hold', 'hold-then-ship', 'hold-then-ship', 'hold-then-cancel']);
}

function fateOf(chance: Chance): PlannedOrder['fate'] {
  let left = chance.next() * fates.reduce((sum, { share }) => sum + share, 0);
  const found = fates.find(({ share }) => (left -= share) < 0) ?? fates[0];
  if (!found) throw new RangeError('there are no fates');
  return found;
}
