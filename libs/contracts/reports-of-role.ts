import type { PublisherRole } from './vocabulary.js';

/** What each role may report; its scope (centres, carriers, sellers) is checked by the owners, with their state. */
const REPORTS: Record<Exclude<PublisherRole, 'network'>, readonly string[]> = {
  warehouse: ['OrderShipped', 'ReturnReceived', 'ShipmentUpdated', 'UnitDamaged'],
  carrier: ['TrackingUpdated', 'UnitDamaged'],
  'order-source': ['OrderRegistered'],
};

/** The names of the reports that a role may make; `all` of them for the network itself. */
export function reportsOf(role: PublisherRole): readonly string[] | 'all' {
  return role === 'network' ? 'all' : REPORTS[role];
}
