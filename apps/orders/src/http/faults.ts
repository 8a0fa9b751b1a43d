import type { Fault } from '#runtime';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of a seller, as this system writes it. */
export const aSellerId: Fault = (id) =>
  UUID.test(String(id)) ? undefined : 'must be the id of a seller (npm run admin -- seller list)';

/** In a list, a field names one entry. */
export const distinct =
  (field: string): Fault =>
  (list) => {
    const names = (Array.isArray(list) ? (list as unknown[]) : []).map((entry) =>
      typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>)[field] : undefined,
    );
    const twice = names.filter((name, at) => typeof name === 'string' && names.indexOf(name) < at);
    return twice.length > 0 ? `must not repeat ${field} ${[...new Set(twice)].join(', ')}` : undefined;
  };
