import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import type { AclEntry, Admin } from 'kafkajs';
import type { Namespace } from '../namespace.js';
import { isInbound } from '#contracts';

const { AclOperationTypes: may, AclPermissionTypes, AclResourceTypes: on, ResourcePatternTypes } = kafkajs;
const { LITERAL, PREFIXED } = ResourcePatternTypes;

const any = {
  resourceType: on.ANY,
  resourcePatternType: ResourcePatternTypes.ANY,
  operation: may.ANY,
  permissionType: AclPermissionTypes.ANY,
};

/** Where a service parks what it could not read. */
const deadLetters = 'dead-letters';

/**
 * What a service may do: read its namespace's topics, write its own events and the dead letters, and use consumer
 * groups that begin with its name. The gateway also writes what came in over HTTP.
 */
export function serviceRights(ns: Namespace, service: string, topics: readonly string[]): AclEntry[] {
  const principal = `User:${ns.kafkaUser(service)}`;
  const read = (name: string, pattern: number): AclEntry[] => [
    entry(principal, on.TOPIC, name, pattern, may.READ),
    entry(principal, on.TOPIC, name, pattern, may.DESCRIBE_CONFIGS),
  ];
  const ownPrefix = ns.name === '' ? undefined : ns.topic('');
  const fixed = topics.filter((name) => !isInbound(name));
  const reads =
    ownPrefix === undefined
      ? [...fixed.flatMap((name) => read(name, LITERAL)), ...read('inbound.', PREFIXED)]
      : read(ownPrefix, PREFIXED);
  const written = [`${service}.events`, deadLetters, ...(service === 'gateway' ? ['inbound.gateway'] : [])];
  return [
    ...reads,
    ...written.map((name) => entry(principal, on.TOPIC, ns.topic(name), LITERAL, may.WRITE)),
    entry(principal, on.GROUP, ns.group(service), PREFIXED, may.READ),
  ];
}

/** A publisher writes its own topic and nothing else, and reads nothing: so the topic says who speaks. */
export function publisherRights(topic: string): AclEntry[] {
  return [entry(`User:${topic}`, on.TOPIC, topic, LITERAL, may.WRITE)];
}

/** Grants them, and waits until the broker applies them. */
export async function grantRights(admin: Admin, rights: AclEntry[]): Promise<void> {
  await admin.createAcls({ acl: rights });
  const keys = rights.map(
    ({ principal, resourceName, operation }) => `${principal} ${resourceName} ${operation}`,
  );
  await untilRights(admin, (shown) => keys.every((key) => shown.has(key)));
}

/** Of Kafka's answer "SECURITY_DISABLED": it has no authorizer. */
export function hasNoAuthorizer(error: unknown): boolean {
  return (error as { type?: unknown }).type === 'SECURITY_DISABLED';
}

/** All rights of the principals that `belongs` takes. */
export async function removeRights(admin: Admin, belongs: (user: string) => boolean): Promise<void> {
  const { resources } = await admin.describeAcls(any);
  const principals = new Set(resources.flatMap(({ acls }) => acls.map(({ principal }) => principal)));
  const filters = [...principals]
    .filter((principal) => principal.startsWith('User:') && belongs(principal.slice('User:'.length)))
    .map((principal) => ({ ...any, principal }));
  if (filters.length === 0) return;
  await admin.deleteAcls({ filters });
  const removed = filters.map(({ principal }) => `${principal} `);
  await untilRights(
    admin,
    (shown) => ![...shown].some((key) => removed.some((start) => key.startsWith(start))),
  );
}

/** The controller has answered; the broker applies it a moment later. */
async function untilRights(admin: Admin, applied: (shown: Set<string>) => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const { resources } = await admin.describeAcls(any);
    const shown = resources.flatMap(({ resourceName, acls }) =>
      acls.map(({ principal, operation }) => `${principal} ${resourceName} ${operation}`),
    );
    if (applied(new Set(shown))) return;
    await sleep(20);
  }
  throw new Error('Kafka took a change of rights and does not apply it');
}

function entry(
  principal: string,
  resourceType: number,
  name: string,
  pattern: number,
  operation: number,
): AclEntry {
  return {
    principal,
    host: '*',
    resourceType,
    resourceName: name,
    resourcePatternType: pattern,
    operation,
    permissionType: AclPermissionTypes.ALLOW,
  };
}
