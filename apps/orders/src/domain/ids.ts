import { uuidv5 } from '#contracts';
import type { Instant } from '#contracts';

// Never to be changed: ids already handed out were made with it.
const NAMESPACE = '9c1f0e52-2f5c-4d58-8f0e-5a0b6a7c3d11';

/**
 * A UUIDv7 that sorts by the instant and, in place of chance, carries what it names: the same parts at the same
 * instant are the same id, so a batch handled again, or a replay, says the same facts.
 */
export function idAt(instant: Instant, parts: readonly unknown[]): string {
  const time = instant.toString(16).padStart(12, '0');
  const hash = uuidv5(NAMESPACE, parts).replaceAll('-', '');
  // Only the digits that a UUIDv5 leaves to the hash: 12 is its version, 16 its variant.
  const [a, b] = [hash.slice(0, 3), hash.slice(3, 6)];
  const variant = '89ab'[Number.parseInt(hash.slice(6, 7), 16) % 4];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a}-${variant}${b}-${hash.slice(20)}`;
}
