import { StackProblem } from './stack-problem.js';

/**
 * A set of names on shared servers: its own database, and a prefix of topics, groups, roles and Kafka users.
 * The main one has the name '' and no prefix.
 */
export interface Namespace {
  readonly name: string;
  readonly database: string;
  topic(base: string): string;
  group(base: string): string;
  role(base: string): string;
  kafkaUser(base: string): string;
}

const pattern = /^[a-z][a-z0-9-]{0,30}$/;

/** Prefixes that the main namespace's own topics have, or that read like a part of it. */
const reserved = new Set([
  'inbound',
  'orders',
  'tracking',
  'returns',
  'reimbursements',
  'gateway',
  'main',
  'makegood',
]);

export function namespace(name: string): Namespace {
  if (name !== '' && (!pattern.test(name) || name.endsWith('-') || reserved.has(name)))
    throw new StackProblem(
      `"${name}" cannot name a namespace: use a to z, 0 to 9 and "-", 31 characters at most, a letter first, ` +
        `none of ${[...reserved].join(', ')}.`,
    );
  const dotted = (base: string) => (name === '' ? base : `${name}.${base}`);
  const underscored = name.replaceAll('-', '_');
  return {
    name,
    database: name === '' ? 'makegood' : `makegood_${underscored}`,
    topic: dotted,
    group: dotted,
    role: (base) => (name === '' ? base : `${underscored}_${base}`),
    kafkaUser: dotted,
  };
}
