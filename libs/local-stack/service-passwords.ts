import { createHmac } from 'node:crypto';
import type { Namespace } from './namespace.js';

/** The four database roles of a service: see design of the roles in provision-database.ts. */
export const duties = ['owner', 'api', 'worker', 'ops'] as const;
export type Duty = (typeof duties)[number];

export interface Credentials {
  username: string;
  password: string;
}

/** All that a service's process needs to sign in with. */
export interface ServicePasswords {
  roles: Record<Duty, Credentials>;
  kafka: Credentials;
}

/** Derived, not stored: the same secret gives the same passwords, so that provisioning again changes nothing. */
export function servicePasswords(secret: string, ns: Namespace, service: string): ServicePasswords {
  const login = (duty: Duty): Credentials => {
    const username = ns.role(`${service}_${duty}`);
    return { username, password: derive(secret, `postgres ${username}`) };
  };
  const kafkaUser = ns.kafkaUser(service);
  return {
    roles: { owner: login('owner'), api: login('api'), worker: login('worker'), ops: login('ops') },
    kafka: { username: kafkaUser, password: derive(secret, `kafka ${kafkaUser}`) },
  };
}

/**
 * A salt that stays the same from run to run, so that an unchanged password gives an unchanged verifier.
 * Only for derived passwords: a server shows its salts to whoever asks, and a guessable password must not be in one.
 */
export function saltFor(password: string, username: string): Buffer {
  return createHmac('sha256', password).update(`salt ${username}`).digest().subarray(0, 16);
}

/** The key of the links of tracking pages: 64 bytes as base64url. */
export function trackingLinkKey(secret: string, ns: Namespace): string {
  return createHmac('sha512', secret).update(`tracking links ${ns.name}`).digest('base64url');
}

function derive(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(purpose).digest('base64url');
}
