import type { Condition, FaultParty, FoundAt, Instant, ReceivedPlace, ReturnKind } from '#contracts';
import { isPossiblePath, stageOf } from './places.js';

/** One receipt's look at one unit: where it went, and in which condition. */
export interface Step {
  /** Natural key of the report: (order, item, receipt). */
  reportId: string;
  receiptId: string;
  place: ReceivedPlace;
  condition: Condition;
  fulfillmentCenterId: string;
  kind: ReturnKind;
  trackingNumber?: string | undefined;
  rmaId?: string | undefined;
  /** When the publisher says that it happened. */
  occurredAt: Instant;
  /** The report's instant (Words, "report"). */
  recordedAt: Instant;
}

/** A damage of one unit; its natural key is (unit, foundAt, cause). */
export interface Damage {
  foundAt: FoundAt;
  cause: string;
  faultParty: FaultParty;
}

/** A shipped unit, and all that was ever reported of it here. */
export interface Unit {
  line: number;
  ordinal: number;
  packageId: string;
  shipmentId: string;
  /** The centre that shipped it. */
  fulfillmentCenterId: string;
  carrierCode?: string | undefined;
  /** The number of the package that it was shipped in. */
  trackingNumber?: string | undefined;
  shippedAt: Instant;
  /** `ce_time` of the OrderShipped that made it known. */
  knownAt: Instant;
  /** In the order in which they occurred. */
  steps: readonly Step[];
  damages: readonly Damage[];
}

/** Steps in the order in which they occurred: by claim, then by stage, then by id, so never by arrival. */
export function inOrder(steps: readonly Step[]): Step[] {
  return [...steps].sort(
    (a, b) =>
      a.occurredAt - b.occurredAt ||
      stageOf(a.place) - stageOf(b.place) ||
      (a.reportId < b.reportId ? -1 : a.reportId > b.reportId ? 1 : 0),
  );
}

/** The step that says where the unit is now; nothing while no fulfilment centre has it. */
export function lastStep(unit: Unit): Step | undefined {
  return unit.steps.at(-1);
}

/** Whether the unit can have been seen by this receipt too, wherever in its path the step belongs. */
export function fits(unit: Unit, step: Step): boolean {
  if (step.occurredAt < unit.shippedAt) return false;
  // One receipt looks at a unit once: another piece in the same report is another unit.
  if (unit.steps.some((known) => known.receiptId === step.receiptId)) return false;
  return isPossiblePath(inOrder([...unit.steps, step]).map(({ place }) => place));
}

/** The unit after this step; its place changes only when the step is the last of its path. */
export function withStep(unit: Unit, step: Step): Unit {
  return { ...unit, steps: inOrder([...unit.steps, step]) };
}

/** The condition found last by an inspection; Uninspected when nobody has looked. */
export function conditionOf(unit: Unit): Condition | undefined {
  return (unit.steps.findLast(({ condition }) => condition !== 'Uninspected') ?? lastStep(unit))?.condition;
}

/**
 * Since when the unit's place is ours to answer for: the latest instant among the facts it rests on, so that it does
 * not depend on which came first.
 */
export function placeSince(unit: Unit): Instant | undefined {
  const step = lastStep(unit);
  return step && Math.max(step.recordedAt, unit.knownAt);
}
