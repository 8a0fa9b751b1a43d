import { toIso } from '#contracts';

/**
 * Stored inputs as people read them: instants as ISO 8601. Inputs keep them as epoch milliseconds under names that
 * end in `At`, and `now`.
 */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]: [string, unknown]) => [
      name,
      isInstant(name, part) ? toIso(part) : readable(part),
    ]),
  );
}

function isInstant(name: string, part: unknown): part is number {
  return typeof part === 'number' && (name === 'now' || name.endsWith('At'));
}
