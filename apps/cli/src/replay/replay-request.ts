import type { Instant } from '#contracts';
import type { ShipmentRow } from './shipment-row.js';
import type { WindowPlan } from './windows.js';

/** A file that was read, ready to be run through the services. */
export interface ReplayRequest {
  readonly rows: readonly ShipmentRow[];
  /** Text of the file of further reports; empty when there is none. */
  readonly events: string;
  readonly asOf: Instant;
  readonly windows: WindowPlan;
  /** Whether the decisions are wanted one by one. */
  readonly wantsClaims: boolean;
}
