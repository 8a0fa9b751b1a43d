import { reportsOf } from '#contracts';
import type { PublisherRole } from '#contracts';
import type { CheckedEvent } from './cloud-events.js';

/** Why a publisher of this role may not report the event; nothing when it may. */
export function refusalOf(
  role: PublisherRole,
  event: Pick<CheckedEvent, 'contract' | 'data'>,
): string | undefined {
  const { name } = event.contract;
  const allowed = reportsOf(role);
  if (allowed === 'all') return undefined;
  if (!allowed.includes(name)) return `a ${role} may not report ${name}, only ${allowed.join(', ')}`;
  const foundAt: unknown = (event.data as { foundAt?: unknown }).foundAt;
  if (role === 'carrier' && name === 'UnitDamaged' && foundAt !== 'in-transit') {
    return 'a carrier may report UnitDamaged only when found in-transit';
  }
  return undefined;
}

/** One line for each event that the role may not report. */
export function refusalsOf(role: PublisherRole, events: readonly CheckedEvent[]): string[] {
  return events.flatMap((event, index) => {
    const refusal = refusalOf(role, event);
    return refusal === undefined ? [] : [`events[${index}]: ${refusal}`];
  });
}
