/**
 * One text for one content: keys in order, what is absent or null left out. Two contents are the same when these
 * texts are equal (O-1).
 */
export function canonical(content: unknown): string {
  return JSON.stringify(content, (_key, value: unknown) => {
    if (value === null) return undefined;
    return typeof value === 'object' && !Array.isArray(value) ? inKeyOrder(value) : value;
  });
}

export function sameContent(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** Every text trimmed, at any depth; a text that was only white space is as good as absent and dropped. */
export function trimmed<T>(value: T): T {
  return trim(value) as T;
}

function trim(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() || undefined;
  if (Array.isArray(value)) return value.map(trim);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]: [string, unknown]) => [key, trim(part)] as const);
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
}

// No locale: the same order on every machine, for ever.
function inKeyOrder(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
