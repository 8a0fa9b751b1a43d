import { ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { constraint, partOf } from './fields.js';
import type { Shape } from './fields.js';
import { dataSchema } from './registry.js';
import type { Contract } from './registry.js';
import { RULES_FIELD, rulesOfClass } from './rules.js';
import type { Rule } from './rules.js';

/** A JSON Schema (draft-07, which AsyncAPI 3 extends) or a part of one. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

/** Carries a rule that JSON Schema cannot say: in words, and for our own check by its words. */
export const RULE_KEYWORD = 'x-rule';
export const UUID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

// NUL, and half of a surrogate pair: Postgres keeps neither. A whole pair is one character under the u flag.
const UNKEPT = '[\\u0000\\ud800-\\udfff]';

type Constraint = { target: string | object; propertyName: string; constraints: unknown[] };
const first = (meta: Constraint): unknown => meta.constraints[0];

const converters = {
  // The library gives `number` with min and max, which would undo `integer`.
  min: (meta: Constraint) => ({ minimum: first(meta) }),
  max: (meta: Constraint) => ({ maximum: first(meta) }),
  isIn: (meta: Constraint) => ({ type: 'string', enum: first(meta) }),
  [constraint.uuid]: { type: 'string', format: 'uuid', pattern: UUID_PATTERN },
  [constraint.instant]: { type: 'string', format: 'date-time' },
  [constraint.promise]: {
    type: 'string',
    anyOf: [
      { type: 'string', format: 'date-time' },
      { type: 'string', format: 'date' },
    ],
  },
  [constraint.timeZone]: { type: 'string', format: 'time-zone' },
  [constraint.text]: (meta: Constraint) => ({
    type: 'string',
    minLength: 1,
    maxLength: first(meta),
    not: { type: 'string', pattern: UNKEPT },
  }),
  [constraint.pattern]: (meta: Constraint) => ({ type: 'string', pattern: first(meta) }),
  [ValidationTypes.NESTED_VALIDATION]: (meta: Constraint) => {
    const part =
      typeof meta.target === 'function'
        ? partOf(meta.target.prototype as object, meta.propertyName)
        : undefined;
    if (!part) throw new Error(`${meta.propertyName}: declare a nested part with @Part or @Parts`);
    return schemaOf(part);
  },
};

/** The JSON Schema of a class, derived from its decorators; nested parts inline. */
export function schemaOf(shape: Shape): JsonSchema {
  const derived = targetConstructorToSchema(shape, {
    additionalConverters: converters as never,
  }) as JsonSchema;
  const rules = rulesOfClass(shape).map(ruleSchema);
  if (rules.length === 0) return derived;
  const { [RULES_FIELD]: _, ...properties } = derived.properties ?? {};
  const required = derived.required?.filter((field) => field !== RULES_FIELD) ?? [];
  return { type: 'object', properties, ...(required.length > 0 && { required }), allOf: rules };
}

/** The JSON Schema document of a contract. */
export function schemaDocument(contract: Contract): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: dataSchema(contract),
    title: contract.type,
    description: contract.says,
    ...schemaOf(contract.class),
  };
}

function ruleSchema(rule: Rule): JsonSchema {
  return { type: 'object', description: rule.says, ...(rule.schema ?? { [RULE_KEYWORD]: rule.says }) };
}
