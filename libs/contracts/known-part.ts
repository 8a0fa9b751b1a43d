import type { Contract } from './registry.js';
import { schemaOf } from './schema.js';
import type { JsonSchema } from './schema.js';

const schemas = new Map<Contract, JsonSchema>();

/** Of a message that was checked, what its contract knows; fields that it does not name are left out, at any depth. */
export function knownPart(contract: Contract, data: object): object {
  let schema = schemas.get(contract);
  if (!schema) schemas.set(contract, (schema = schemaOf(contract.class)));
  return known(schema, data) as object;
}

function known({ properties, items }: JsonSchema, value: unknown): unknown {
  if (Array.isArray(value)) return items ? value.map((entry) => known(items, entry)) : value;
  if (!properties || typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([field]) => Object.hasOwn(properties, field));
  return Object.fromEntries(fields.map(([field, part]) => [field, known(properties[field] ?? {}, part)]));
}
