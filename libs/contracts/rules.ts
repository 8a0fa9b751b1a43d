import 'reflect-metadata';
import { ValidateBy } from 'class-validator';
import type { ValidationArguments } from 'class-validator';

/** A condition between the fields of one part, checked the same by the class and by its schema. */
export interface Rule {
  /** What must be so, in words: the fault that a user reads. */
  readonly says: string;
  /** The condition in JSON Schema, where JSON Schema can say it; else the check runs `holds`. */
  readonly schema?: Record<string, unknown>;
  /** The condition. Gets objects only, of any content, and must not throw. */
  readonly holds: (value: Fields) => boolean;
}

type Fields = Readonly<Record<string, unknown>>;
type Class = abstract new () => object;
const RULES = Symbol('rules');
const byWords = new Map<string, Rule>();

/** class-validator checks fields only: the conditions hang on one that no message has. */
export const RULES_FIELD = '(rules)';

/** Class decorator: conditions between fields, over those of each field. Same words, same condition. */
export function Rules(...rules: Rule[]): (target: Class) => void {
  for (const rule of rules) byWords.set(rule.says, rule);
  const broken = (value: unknown): Rule[] => rules.filter((rule) => !rule.holds(value as Fields));
  const validator = {
    validate: (_: unknown, args?: ValidationArguments) => broken(args?.object).length === 0,
    defaultMessage: (args?: ValidationArguments) =>
      broken(args?.object)
        .map((rule) => rule.says)
        .join('; '),
  };
  return (target) => {
    Reflect.defineMetadata(RULES, rules, target);
    ValidateBy({ name: RULES_FIELD, validator })(target.prototype as object, RULES_FIELD);
  };
}

/** The condition with these words, on whatever class it stands. */
export function ruleCalled(says: string): Rule | undefined {
  return byWords.get(says);
}

/** The conditions declared on a class. */
export function rulesOfClass(target: Class): readonly Rule[] {
  return (Reflect.getOwnMetadata(RULES, target) as readonly Rule[] | undefined) ?? [];
}

const given = (value: Fields, field: string): boolean => value[field] !== undefined;
const required = (...fields: string[]): { required: string[] } => ({ required: fields });

export function exactlyOneOf(...fields: string[]): Rule {
  return {
    says: `give exactly one of ${fields.join(', ')}`,
    schema: { oneOf: fields.map((field) => required(field)) },
    holds: (value) => fields.filter((field) => given(value, field)).length === 1,
  };
}

export function atLeastOneOf(...fields: string[]): Rule {
  return {
    says: `give ${fields.join(' or ')}`,
    schema: { anyOf: fields.map((field) => required(field)) },
    holds: (value) => fields.some((field) => given(value, field)),
  };
}

/** When `field` is given, at least one of `others` must be given too. */
export function needs(field: string, ...others: string[]): Rule {
  return {
    says: `${field} needs ${others.join(' or ')} beside it`,
    schema: { anyOf: [{ not: required(field) }, ...others.map((other) => required(other))] },
    holds: (value) => !given(value, field) || others.some((other) => given(value, other)),
  };
}

export function notTogether(...fields: string[]): Rule {
  return {
    says: `give only one of ${fields.join(', ')}`,
    schema: { not: required(...fields) },
    holds: (value) => !fields.every((field) => given(value, field)),
  };
}

/** The numbers `field` of the parts in `list` add up to `most` at the most. */
export function atMostInAll(list: string, field: string, most: number): Rule {
  return {
    says: `${field} of all ${list} must not exceed ${most} together`,
    holds: (value) => {
      let sum = 0;
      for (const number of fieldsOf(value[list], field)) sum += typeof number === 'number' ? number : 0;
      return sum <= most;
    },
  };
}

/** No two parts in `list` have the same `field`. */
export function distinct(list: string, field: string): Rule {
  return {
    says: `no two of ${list} may have the same ${field}`,
    holds: (value) => {
      const seen = fieldsOf(value[list], field).filter((found) => found !== undefined);
      return new Set(seen).size === seen.length;
    },
  };
}

/** The number `less` is not above the number `more`. */
export function notAbove(less: string, more: string): Rule {
  return {
    says: `${less} must not exceed ${more}`,
    holds: (value) => {
      const [low, high] = [value[less], value[more]];
      return typeof low !== 'number' || typeof high !== 'number' || low <= high;
    },
  };
}

function fieldsOf(list: unknown, field: string): unknown[] {
  if (!Array.isArray(list)) return [];
  return list.map((part: unknown) =>
    typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[field] : undefined,
  );
}
