import { setTimeout as sleep } from 'node:timers/promises';
import type { Step } from '../plan/fates.js';
import { cloudEvent } from './cloud-event.js';
import { patiently } from './in-parallel.js';
import type { Parcel } from './ledger.js';
import type { Player, World } from './open-world.js';

const DAY = 86_400_000;
const TELL_MS = 200;
/** Between two steps of one parcel: enough for others to come in between, and some scans come out of order. */
const STEP_MS = 350;
const MOST = 1000;

interface ToTell {
  readonly at: number;
  readonly by: Player;
  readonly event: object;
  readonly tell: () => void;
}

/** Carriers scan what left, returns desks take in what comes back: each step when its turn comes. */
export class Journeys {
  private waiting: ToTell[] = [];

  constructor(private readonly world: World) {}

  /** A parcel is on its way from now on. */
  begin(parcel: Parcel): void {
    const now = Date.now();
    parcel.fate.steps.forEach((step, nth) => {
      this.waiting.push({ at: now + STEP_MS * (nth + 1), ...this.toTell(parcel, step) });
      this.world.ledger.pending += 1;
    });
  }

  /** Tells what is due, again and again, until the world is over. */
  async play(): Promise<void> {
    while (!this.world.over) {
      const now = Date.now();
      const due = new Set(this.waiting.filter(({ at }) => at <= now).slice(0, MOST));
      this.waiting = this.waiting.filter((one) => !due.has(one));
      for (const [{ client }, told] of Map.groupBy(due, ({ by }) => by)) {
        await patiently(() => client.report(told.map(({ event }) => event)));
        told.forEach(({ tell }) => tell());
        this.world.ledger.pending -= told.length;
      }
      await sleep(TELL_MS);
    }
  }

  private toTell(parcel: Parcel, step: Step): Omit<ToTell, 'at'> {
    const { ledger, warehouses, carriers } = this.world;
    const occurredAt = new Date(parcel.shippedAt + step.day * DAY).toISOString();
    const warehouse = playerOf(warehouses, parcel.center);
    const carrier = playerOf(carriers, parcel.carrier);
    const units = parcel.items.reduce((sum, { quantity }) => sum + quantity, 0);
    if (step.kind === 'scan') {
      return {
        by: carrier,
        event: cloudEvent('TrackingUpdated', { ...scanned(parcel, step), occurredAt }),
        tell: () => void (ledger.scans += 1),
      };
    }
    if (step.kind === 'return') {
      return {
        by: warehouse,
        event: cloudEvent('ReturnReceived', { ...received(parcel, step), occurredAt }),
        tell: () => ledger.add('returned', parcel.sellerId, units),
      };
    }
    return {
      // The rest is for those who have the goods in hand.
      by: step.foundAt === 'in-transit' ? carrier : warehouse,
      event: cloudEvent('UnitDamaged', { ...damaged(parcel, step), occurredAt }),
      tell: () => void (ledger.damages += units),
    };
  }
}

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>;

function scanned({ carrier, trackingNumber }: Parcel, { eventCode, rawCode, incident }: StepOf<'scan'>) {
  return {
    package: { carrierCode: carrier, trackingNumber },
    eventCode,
    rawCode,
    ...(incident && { incident }),
  };
}

function received(parcel: Parcel, { returnKind, condition }: StepOf<'return'>) {
  return {
    order: orderOf(parcel),
    receiptId: `R-${parcel.shipmentId}`,
    fulfillmentCenterId: parcel.center,
    kind: returnKind,
    shipmentId: parcel.shipmentId,
    items: itemsOf(parcel).map((item) => ({ ...item, condition })),
  };
}

function damaged(parcel: Parcel, { foundAt, faultParty, cause }: StepOf<'damage'>) {
  return {
    order: orderOf(parcel),
    shipmentId: parcel.shipmentId,
    foundAt,
    cause,
    faultParty,
    items: itemsOf(parcel),
  };
}

const orderOf = ({ sellerId, sellerFulfillmentOrderId }: Parcel) => ({ sellerId, sellerFulfillmentOrderId });
const itemsOf = ({ items }: Parcel) =>
  items.map(({ sellerFulfillmentOrderItemId, quantity }) => ({ sellerFulfillmentOrderItemId, quantity }));

function playerOf(players: ReadonlyMap<string, Player>, name: string): Player {
  const player = players.get(name);
  if (!player) throw new RangeError(`nobody plays ${name}`);
  return player;
}
