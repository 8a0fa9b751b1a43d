import type { Deed, Moment } from '../stack/link.js';
import type { Replica } from '../stack/replica.js';
import type { Arena } from './kind.js';

const WAIT_MS = 6_000;

/** Watches every replica that hears; the first one at that moment is it. Undefined: nobody was in time. */
export async function firstTrapped(
  { stack }: Arena,
  way: 'postgres' | 'kafka',
  moment: Moment,
  deed: Deed,
): Promise<Replica | undefined> {
  const up = stack.replicas.filter((one) => one.takesCalls && one.spec.service !== 'gateway');
  const over = new AbortController();
  const patience = setTimeout(() => over.abort(), WAIT_MS);
  let first: Replica | undefined;
  await Promise.all(
    up.map(async (one) => {
      if (!(await one.spec[way].trap(moment, deed, over.signal))) return;
      first ??= one;
      over.abort();
    }),
  );
  clearTimeout(patience);
  return first;
}
