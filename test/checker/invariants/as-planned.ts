import type { ExpectedPackage, ExpectedUnit } from '../expected.js';
import type { SaidFact } from '../facts.js';
import type { Row, Violation } from '../observed.js';
import { instantIn, numberIn, push, text, unitOf } from '../seen-world.js';
import type { SeenWorld } from '../seen-world.js';

/** What came of the plan is what the rule book says: overdue or not, where each unit is, what was paid for it. */
export function asPlanned(world: SeenWorld): Violation[] {
  const seen = new SeenPackages(world);
  return world.expected.packages
    .filter(({ sellerId, order }) => !world.isLeftOut(sellerId, order))
    .flatMap((wanted) => {
      const packageId = seen.idOf(wanted);
      if (packageId === undefined)
        return [{ invariant: 'not-shipped', detail: `${nameOf(wanted)} was never shipped` }];
      return [
        ...overdue(wanted, seen.overdue.get(packageId), world),
        ...units(wanted, seen.units(packageId), world),
      ];
    });
}

const nameOf = ({ order, shipmentId }: ExpectedPackage): string => `${order}/${shipmentId}`;

function overdue(wanted: ExpectedPackage, fact: SaidFact | undefined, world: SeenWorld): Violation[] {
  const { dueAt, stoppedBy } = wanted;
  const due = new Date(dueAt).toISOString();
  if (fact === undefined) {
    if (stoppedBy !== undefined || dueAt > world.observed.sweptUntil) return [];
    return [{ invariant: 'not-overdue', detail: `${nameOf(wanted)} was due ${due} and nobody said so` }];
  }
  const said = instantIn(fact.data, 'dueAt');
  if (said !== dueAt)
    return [
      {
        invariant: 'wrong-due',
        detail: `${nameOf(wanted)} was due ${due}, not ${new Date(said).toISOString()}`,
      },
    ];
  const shown = world.firstShown(dueAt);
  if (shown > world.observed.seenAt)
    return [
      { invariant: 'overdue-early', detail: `${nameOf(wanted)} is due ${due}, which no clock has shown` },
    ];
  const known = stoppedBy === undefined ? undefined : world.acknowledged.get(stoppedBy);
  if (known === undefined || known >= shown) return [];
  const before = `${((shown - known) / 1000).toFixed(1)} s before`;
  return [
    {
      invariant: 'outran-its-reading',
      detail: `${nameOf(wanted)} is overdue; ${stoppedBy} was there ${before} ${due}`,
    },
  ];
}

function units(wanted: ExpectedPackage, seen: readonly SeenUnit[], world: SeenWorld): Violation[] {
  const { missing, left } = compare(wanted.units, seen);
  if (missing.length === 0 && left.length === 0) return [];
  const { id, units: otherwise } = wanted.reportedLate ?? {};
  if (id !== undefined && otherwise && isLate(id, wanted, world)) {
    const other = compare(otherwise, seen);
    if (other.missing.length === 0 && other.left.length === 0) return [];
  }
  const paid = sum(wanted.units.map(({ net }) => net.minorUnits)) !== sum(seen.map(({ net }) => net));
  const invariant = paid ? 'paid-wrongly' : wanted.units.length === seen.length ? 'wrong-end' : 'wrong-count';
  const found = left.map((one) => `${one.unit} ${one.place}, ${one.settlement}, ${one.net} ${one.currency}`);
  const meant = missing.map(
    ({ place, net, settlement }) => `${place}, ${settlement ?? 'closed'}, ${net.minorUnits} ${net.currency}`,
  );
  return [
    {
      invariant,
      detail: `${nameOf(wanted)}: found ${found.join('; ') || 'nothing'}; expected ${meant.join('; ') || 'nothing'}`,
    },
  ];
}

/** Its record may have been there in time nevertheless: it is known only when it was acknowledged. */
function isLate(id: string, { dueAt }: ExpectedPackage, world: SeenWorld): boolean {
  return (world.acknowledged.get(id) ?? Infinity) >= world.firstShown(dueAt);
}

/** Which of those that were wanted are not there, and which are there that nobody wanted. */
function compare(
  wanted: readonly ExpectedUnit[],
  seen: readonly SeenUnit[],
): { missing: ExpectedUnit[]; left: SeenUnit[] } {
  const left = [...seen];
  const missing: ExpectedUnit[] = [];
  for (const unit of wanted) {
    const at = left.findIndex((one) => fits(unit, one));
    if (at < 0) missing.push(unit);
    else left.splice(at, 1);
  }
  return { missing, left };
}

function fits(wanted: ExpectedUnit, seen: SeenUnit): boolean {
  const { item, place, net, settlement } = wanted;
  const isSettled = settlement === undefined ? CLOSED.has(seen.settlement) : seen.settlement === settlement;
  const isPaid = seen.net === net.minorUnits && (net.minorUnits === 0 || seen.currency === net.currency);
  return seen.item === item && seen.place === place && isPaid && isSettled;
}

const CLOSED: ReadonlySet<string> = new Set(['none', 'refused', 'reversed']);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

interface SeenUnit {
  readonly unit: string;
  readonly item: string;
  readonly place: string;
  readonly settlement: string;
  readonly net: number;
  readonly currency: string;
}

class SeenPackages {
  readonly overdue: ReadonlyMap<string, SaidFact>;
  private readonly ids = new Map<string, string>();
  private readonly unitsOf = new Map<string, Row[]>();
  private readonly items: ReadonlyMap<string, string>;
  private readonly places = new Map<string, string>();
  private readonly settled: ReadonlyMap<string, Row>;

  constructor(world: SeenWorld) {
    const keys = new Map(
      world
        .rows('orders.shipment')
        .map((row) => [`${text(row, 'order_id')} ${text(row, 'shipment_id')}`, text(row, 'shipment_key')]),
    );
    const packages = new Map(
      world
        .rows('orders.package')
        .map((row) => [`${text(row, 'shipment_key')} ${text(row, 'package_ref')}`, text(row, 'package_id')]),
    );
    for (const { sellerId, order, shipmentId, packageRef } of world.expected.packages) {
      const orderId = world.orderIds.get(`${sellerId}/${order}`) ?? '';
      const id = packages.get(`${keys.get(`${orderId} ${shipmentId}`) ?? ''} ${packageRef}`);
      if (id !== undefined) this.ids.set(`${sellerId}/${order}/${shipmentId}/${packageRef}`, id);
    }
    this.overdue = new Map(
      world.facts('DeliveryOverdue').map((fact) => [text(fact.data, 'packageId'), fact]),
    );
    this.items = new Map(
      world
        .rows('orders.order_item')
        .map((row) => [`${text(row, 'order_id')} ${text(row, 'line')}`, text(row, 'item_id')]),
    );
    for (const row of world.rows('orders.unit')) push(this.unitsOf, text(row, 'package_id'), row);
    for (const row of [...world.rows('tracking.unit'), ...world.rows('returns.unit')])
      if (row['place'] !== null) this.places.set(unitOf(row), text(row, 'place'));
    this.settled = new Map(world.rows('reimbursements.unit').map((row) => [unitOf(row), row]));
  }

  idOf({ sellerId, order, shipmentId, packageRef }: ExpectedPackage): string | undefined {
    return this.ids.get(`${sellerId}/${order}/${shipmentId}/${packageRef}`);
  }

  units(packageId: string): SeenUnit[] {
    return (this.unitsOf.get(packageId) ?? []).map((row) => {
      const unit = unitOf(row);
      const settled = this.settled.get(unit) ?? {};
      return {
        unit,
        item: this.items.get(`${text(row, 'order_id')} ${text(row, 'line')}`) ?? '',
        place: this.places.get(unit) ?? 'nowhere',
        settlement: text(settled, 'settlement'),
        net: numberIn(settled, 'granted_minor') - numberIn(settled, 'reversed_minor'),
        currency: text(settled, 'currency'),
      };
    });
  }
}
