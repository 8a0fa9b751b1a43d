import type { Contract } from '../registry.js';
import { UUID_PATTERN } from '../schema.js';
import type { JsonSchema } from '../schema.js';

/** One row per field of a message, nested ones with their path, as a Markdown table. */
export function fieldsTable(schema: JsonSchema): string {
  return ['| field | | what |', '|---|---|---|', ...rows(schema, '')].join('\n');
}

/** The conditions between fields, one line each, wherever in the message they hold. */
export function conditions(schema: JsonSchema, path = ''): string[] {
  const own = (schema.allOf ?? []).map((rule) => `${path === '' ? '' : `\`${path}\`: `}${rule.description}`);
  const nested = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    conditions(field.items ?? field, step(path, name, field)),
  );
  return [...own, ...nested];
}

/** The field that a subject or key is taken from, found by the sample: a function cannot be printed. */
export function fieldOf(contract: Contract, take: (data: object) => string): string {
  const taken = take(contract.sample);
  const field = Object.entries(contract.sample).find(([, value]) => value === taken)?.[0];
  if (field === undefined) throw new Error(`${contract.type}: subject and key of a fact are fields of it`);
  return field;
}

function rows(schema: JsonSchema, path: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const here = step(path, name, field);
    const needed = schema.required?.includes(name) ? 'required' : '';
    const what = [typeOf(field), field.description].filter(Boolean).join('. ').replaceAll('|', '\\|');
    return [`| \`${here}\` | ${needed} | ${what} |`, ...rows(field.items ?? field, here)];
  });
}

function step(path: string, name: string, field: JsonSchema): string {
  return `${path === '' ? '' : `${path}.`}${name}${field.type === 'array' ? '[]' : ''}`;
}

function typeOf(field: JsonSchema): string {
  const [least, most] = [field.minItems, field.maxItems];
  if (field.type === 'array')
    return `list of ${least === undefined ? 'up to' : `${least} to`} ${most}${ofItems(field.items)}`;
  if (field.enum !== undefined) return field.enum.map((value) => `\`${value}\``).join(' ');
  if (field.pattern === UUID_PATTERN) return 'UUID';
  if (field.format === 'date-time') return 'instant';
  if (field.format === 'time-zone') return 'IANA time zone';
  if (field.anyOf !== undefined) return 'instant, or date `YYYY-MM-DD`';
  if (field.pattern !== undefined && field.maxLength === undefined) return `text \`${field.pattern}\``;
  if (field.type === 'string') return `text, 1 to ${field.maxLength} characters`;
  if (field.type === 'integer') return `whole number ${range(field)}`;
  return field.type === 'boolean' ? 'true or false' : 'object';
}

function ofItems(items: JsonSchema | undefined): string {
  return items === undefined || items.type === 'object' ? '' : `, each ${typeOf(items)}`;
}

function range(field: JsonSchema): string {
  const [least, most] = [field.minimum, field.maximum];
  return most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `${least} to ${most}`;
}
