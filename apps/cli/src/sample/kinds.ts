import { faultParties } from '#contracts';
import * as happens from './happenings.js';
import { HOUR, SECOND, dueOf } from './parcels.js';
import type { Chance } from './random.js';
import type { SampleEvent, SampleRow } from './sample-row.js';

/** One thing that happens to parcels of the sample, and to how many orders. */
export interface Kind {
  readonly name: string;
  readonly orders: number;
  /** Packages of each such order: one when left out. The thing happens to the first. */
  readonly packages?: (chance: Chance) => number;
  /** Changes a parcel that would arrive on time, and says what is reported beside its row. */
  readonly happen: (parcel: SampleRow, chance: Chance) => SampleEvent[];
}

const late = (parcel: SampleRow, by: number): SampleEvent[] =>
  happens.change(parcel, { deliveredAt: dueOf(parcel) + by });
const never = { deliveredAt: undefined };
// T-2: no details and no number, as with most international letter post.
const untracked = { detail: 'none', carrier: 'LETTERPOST', trackingNumber: '' } as const;

/** Every kind; the counts of issues and docs are of parcels of each kind, as samples/README.md lists them. */
export const kinds: readonly Kind[] = [
  { name: 'on time', orders: 1395, happen: () => [] },
  { name: 'on time, scanned on the way', orders: 60, happen: (parcel) => happens.pass(parcel) },
  { name: 'exactly at due', orders: 10, happen: (parcel) => late(parcel, 0) },
  { name: 'one second late', orders: 10, happen: (parcel) => late(parcel, SECOND) },
  { name: 'later', orders: 60, happen: (parcel, chance) => late(parcel, chance.whole(2, 40 * 24) * HOUR) },
  { name: 'never', orders: 40, happen: (parcel) => happens.change(parcel, never) },
  {
    name: 'refused by the buyer',
    orders: 14,
    happen: (parcel, chance) => happens.refuse(parcel, chance, true),
  },
  { name: 'lost on return', orders: 10, happen: (parcel, chance) => happens.refuse(parcel, chance, false) },
  { name: 'sent back', orders: 24, happen: (parcel, chance) => happens.sendBack(parcel, chance, 'Sellable') },
  ...faultParties.map((faultParty) => ({
    name: `damaged, fault ${faultParty}`,
    orders: 7,
    happen: (parcel: SampleRow, chance: Chance) => happens.returnDamaged(parcel, chance, faultParty),
  })),
  {
    name: 'damaged on the way',
    orders: 6,
    happen: (parcel, chance) => happens.damageOnTheWay(parcel, chance),
  },
  { name: 'removal', orders: 16, happen: (parcel) => happens.change(parcel, { purpose: 'removal' }) },
  {
    name: 'removal, never arrives',
    orders: 8,
    happen: (parcel) => happens.change(parcel, { purpose: 'removal', ...never }),
  },
  { name: 'signature', orders: 30, happen: (parcel) => happens.change(parcel, { signatureRequired: true }) },
  {
    name: 'signature, never arrives',
    orders: 8,
    happen: (parcel) => happens.change(parcel, { signatureRequired: true, ...never }),
  },
  { name: 'capped', orders: 7, happen: (parcel, chance) => happens.dear(parcel, chance, 'USD') },
  { name: 'no cap', orders: 7, happen: (parcel, chance) => happens.dear(parcel, chance, 'EUR') },
  { name: 'several packages', orders: 60, packages: (chance) => chance.whole(2, 3), happen: () => [] },
  {
    name: 'several packages, one missing',
    orders: 12,
    packages: () => 2,
    happen: (parcel) => happens.change(parcel, never),
  },
  { name: 'untracked', orders: 20, happen: (parcel) => happens.change(parcel, untracked) },
  {
    name: 'untracked, never arrives',
    orders: 12,
    happen: (parcel) => happens.change(parcel, { ...untracked, ...never }),
  },
  { name: 'partly cancelled', orders: 12, happen: (parcel, chance) => happens.cancelPart(parcel, chance) },
  { name: 'still on the way', orders: 24, happen: (parcel, chance) => happens.leaveLate(parcel, chance) },
];
