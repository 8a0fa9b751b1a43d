import { describe, expect, test } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { check } from './check.js';
import { contracts } from './index.js';
import type { Shape } from './fields.js';
import { schemaOf } from './schema.js';
import type { JsonSchema } from './schema.js';

type Json = null | boolean | number | string | Json[] | { [field: string]: Json };

// The slow check of the same class, as HTTP does it with Nest's ValidationPipe.
function acceptedByDecorators(shape: Shape, value: Json): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return validateSync(plainToInstance(shape, value)).length === 0;
}

const edges: Json[] = [
  null,
  true,
  0,
  1,
  -1,
  1.5,
  250,
  251,
  2_147_483_648,
  9_007_199_254_740_992,
  '',
  ' ',
  'x',
  'UPS',
  'USD',
  'US',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udc00b',
  'é'.repeat(50),
  '😀'.repeat(64),
  '😀'.repeat(65),
  '❤️'.repeat(40),
  'x'.repeat(41),
  'x'.repeat(1000),
  '2026-01-08',
  '2026-02-30',
  '2026-01-08T00:00:00Z',
  '2026-01-08T00:00:00.000+25:00',
  'UTC',
  'Mars/Olympus',
  '0190a000-0000-7000-8000-000000000001',
  '0190A000-0000-7000-8000-000000000001',
  'EVENT_301',
  'DELIVERED',
  'customer-order',
  'not-good',
  'Not-Good',
  [],
  [1],
  [0],
  [null],
  ['x'],
  [[]],
  [{}],
  {},
  { orderId: 1 },
];
// Both sides of every length that a contract has.
const texts = [16, 40, 50, 64, 128].flatMap((length) => ['x'.repeat(length), 'x'.repeat(length + 1)]);
const anything = fc.oneof(
  fc.constantFrom(...edges, ...texts),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);

interface Place {
  readonly holder: { [field: string]: Json };
  readonly field: string;
  readonly schema: JsonSchema;
}

// A value that the field alone would accept, so that conditions between fields are tried too.
function fitting(schema: JsonSchema): Json {
  if (schema.enum !== undefined) return schema.enum[0] ?? null;
  if (schema.format === 'uuid') return '0190a000-0000-7000-8000-000000000001';
  if (schema.format === 'time-zone') return 'UTC';
  if (schema.format !== undefined || schema.anyOf !== undefined) return '2026-01-08T00:00:00.000Z';
  if (schema.pattern === '^[A-Z]{3}$') return 'EUR';
  if (schema.type === 'integer') return schema.minimum ?? 1;
  if (schema.type === 'array') return [fitting(schema.items ?? {})];
  if (schema.type !== 'object') return schema.type === 'boolean' ? true : 'x';
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, field]) => [name, fitting(field)]),
  );
}

// Every field that the sample has or the schema knows, however deep.
function places(schema: JsonSchema, value: Json): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const known = Array.isArray(value) ? {} : (schema.properties ?? {});
  const holder = value as { [field: string]: Json };
  const fields = new Set([...Object.keys(value), ...Object.keys(known)]);
  return [...fields].flatMap((field) => {
    const here = known[field] ?? schema.items ?? {};
    return [{ holder, field, schema: here }, ...places(here, holder[field] ?? null)];
  });
}

const mutations = fc.array(
  fc.record({
    at: fc.nat(),
    what: fc.constantFrom('replace', 'fill', 'fill', 'remove', 'double'),
    value: anything,
  }),
  { minLength: 1, maxLength: 3 },
);

function mutate(
  schema: JsonSchema,
  sample: object,
  changes: { at: number; what: string; value: Json }[],
): Json {
  const message = structuredClone(sample) as Json;
  for (const { at, what, value } of changes) {
    const all = places(schema, message);
    const place = all[at % all.length];
    if (!place) return message;
    const { holder, field } = place;
    if (what === 'remove' && !Array.isArray(holder)) delete holder[field];
    else if (what === 'double' && Array.isArray(holder[field]))
      holder[field] = [...holder[field], ...holder[field]];
    else holder[field] = what === 'fill' ? fitting(place.schema) : structuredClone(value);
  }
  return message;
}

describe.each(contracts().map((contract) => [contract.type, contract] as const))('%s', (type, contract) => {
  test('its sample is valid, with a subject and a key', () => {
    expect(check(type, contract.sample)).toEqual([]);
    expect(acceptedByDecorators(contract.class, contract.sample as Json)).toBe(true);
    expect(contract.subject(contract.sample)).not.toBe('');
    expect(contract.key(contract.sample)).not.toBe('');
  });

  test('the compiled check never throws, and agrees with the class on what is valid', () => {
    const schema = schemaOf(contract.class);
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(mutations, (changes) => {
        const message = mutate(schema, contract.sample, changes);
        const faults = check(contract.class, message);
        const accepted = faults.length === 0;
        const names = accepted ? [contract.key(message as object), contract.subject(message as object)] : [];
        expect(names.filter((name) => name === '' || name.includes('undefined'))).toEqual([]);
        seen[accepted ? 'accepted' : 'refused'] += 1;
        expect([acceptedByDecorators(contract.class, message), message, faults]).toEqual([
          accepted,
          message,
          faults,
        ]);
      }),
      { numRuns: 100 },
    );
    // Mutations that are all refused, or all accepted, would show nothing.
    expect(seen.accepted).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  });

  test('any JSON at all is accepted or refused with faults', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(check(contract.class, value).length === 0).toBe(acceptedByDecorators(contract.class, value));
      }),
    );
  });
});
