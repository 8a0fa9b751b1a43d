import type { Condition, EventCode, FaultParty, FoundAt, Incident, ReturnKind } from '#contracts';

/** What is told of a parcel after it left. `day` is when it occurred, in days after it left. */
export type Step = { readonly day: number } & (
  | {
      readonly kind: 'scan';
      readonly eventCode: EventCode;
      readonly rawCode: string;
      readonly incident?: Incident;
    }
  | { readonly kind: 'return'; readonly returnKind: ReturnKind; readonly condition: Condition }
  | {
      readonly kind: 'damage';
      readonly foundAt: FoundAt;
      readonly faultParty: FaultParty;
      readonly cause: string;
    }
);

/** What becomes of a parcel. Parcels are dated back, so that what takes weeks is seen in seconds. */
export interface Fate {
  readonly name: string;
  /** Of a hundred parcels. */
  readonly share: number;
  /** It left so many days ago. Left out: its wait runs out while the world is watched. */
  readonly age?: number;
  /** The promise, in days after it left. */
  readonly promise: number;
  readonly steps: readonly Step[];
  /** I-2, T-8: whether it is overdue by the time the world ends. */
  readonly overdue: boolean;
}

const scan = (day: number, eventCode: EventCode, rawCode: string, incident?: Incident): Step => ({
  kind: 'scan',
  day,
  eventCode,
  rawCode,
  ...(incident && { incident }),
});
const back = (day: number, returnKind: ReturnKind, condition: Condition): Step => ({
  kind: 'return',
  day,
  returnKind,
  condition,
});
const damage = (day: number, foundAt: FoundAt, faultParty: FaultParty, cause: string): Step => ({
  kind: 'damage',
  day,
  foundAt,
  faultParty,
  cause,
});
const PICKED_UP = scan(0.2, 'EVENT_102', 'PU');
const ARRIVED = scan(1, 'EVENT_201', 'AR');
const OUT = scan(2.8, 'EVENT_302', 'OD');
const DELIVERED = scan(3, 'EVENT_301', 'DL');
const WAY = [PICKED_UP, ARRIVED, OUT, DELIVERED];

/** Days after its promise at which a parcel is overdue (I-2), and after it was turned round (T-8), under edition M. */
export const LOSS_WAIT = 7;
export const RETURN_WAIT = 60;

export const fates: readonly Fate[] = [
  { name: 'on time', share: 40, age: 6, promise: 5, steps: WAY, overdue: false },
  {
    name: 'delayed, within the wait',
    share: 10,
    age: 10,
    promise: 4,
    steps: [PICKED_UP, scan(3, 'EVENT_404', 'WX', 'weather'), scan(9, 'EVENT_301', 'DL')],
    overdue: false,
  },
  { name: 'under way', share: 8, age: 2, promise: 6, steps: [PICKED_UP, ARRIVED], overdue: false },
  {
    name: 'after the wait',
    share: 6,
    age: 16,
    promise: 5,
    steps: [PICKED_UP, ARRIVED, scan(14, 'EVENT_301', 'DL')],
    overdue: true,
  },
  { name: 'never', share: 6, age: 20, promise: 5, steps: [PICKED_UP, ARRIVED], overdue: true },
  { name: 'never scanned', share: 2, age: 20, promise: 5, steps: [], overdue: true },
  {
    name: 'lost by the carrier',
    share: 3,
    age: 20,
    promise: 5,
    steps: [PICKED_UP, scan(3, 'EVENT_409', 'LO', 'lost')],
    overdue: true,
  },
  { name: 'due while you watch', share: 4, promise: 5, steps: [PICKED_UP, ARRIVED], overdue: true },
  {
    name: 'refused, back in stock',
    share: 4,
    age: 10,
    promise: 5,
    steps: [PICKED_UP, scan(3, 'EVENT_407', 'RF', 'refused'), back(8, 'undelivered', 'Sellable')],
    overdue: false,
  },
  {
    // T-8: 60 days after it was turned round. Its promise is late, so that only that wait runs out.
    name: 'refused, lost on its way back',
    share: 2,
    age: 66,
    promise: 65,
    steps: [PICKED_UP, scan(3, 'EVENT_407', 'RF', 'refused')],
    overdue: true,
  },
  {
    name: 'sent back, sellable',
    share: 6,
    age: 11,
    promise: 5,
    steps: [...WAY, back(9, 'buyer-return', 'Sellable')],
    overdue: false,
  },
  {
    name: 'sent back, defective',
    share: 3,
    age: 11,
    promise: 5,
    steps: [...WAY, back(9, 'buyer-return', 'Defective')],
    overdue: false,
  },
  {
    name: 'sent back, broken by the carrier',
    share: 3,
    age: 11,
    promise: 5,
    steps: [
      ...WAY,
      back(9, 'buyer-return', 'CarrierDamaged'),
      damage(9.1, 'return-inspection', 'carrier', 'crushed'),
    ],
    overdue: false,
  },
  {
    name: 'broken on its way',
    share: 3,
    age: 6,
    promise: 5,
    steps: [
      PICKED_UP,
      scan(2, 'EVENT_405', 'DM', 'damaged'),
      damage(2.1, 'in-transit', 'carrier', 'crushed'),
      DELIVERED,
    ],
    overdue: false,
  },
];

/** The day after it left on which a parcel is overdue if it is neither delivered nor back by then. */
export function dueDay({ promise, steps }: Fate): number {
  const turned = steps.find((step) => step.kind === 'scan' && step.eventCode === 'EVENT_407');
  return turned ? turned.day + RETURN_WAIT : promise + LOSS_WAIT;
}
