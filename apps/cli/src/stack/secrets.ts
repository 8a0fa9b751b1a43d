import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { UserError } from '../user-error.js';
import { serviceNames } from './service-names.js';

/** Everything secret of one namespace: made once, kept readable by the owner only. */
export interface Secrets {
  /** The passwords of database roles and Kafka users are derived from it. */
  readonly master: string;
  readonly operator: { readonly clientId: string; readonly clientSecret: string };
  /** Private Ed25519 keys by `kid`: one per service, and one of this program. */
  readonly identityKeys: Readonly<Record<string, JWK>>;
  /** The gateway signs the tokens of its clients with it. */
  readonly tokenKey: JWK;
  /** Buyers' names and addresses are sealed with it; without it they are lost. */
  readonly buyerDataKey: string;
}

/** The name as which these commands speak to services. */
export const CLI_IDENTITY = 'cli';

/** The secrets of a namespace; makes them when there are none. */
export async function secretsOf(dataDir: string, namespace: string): Promise<Secrets> {
  const file = fileOf(dataDir, namespace);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UserError(`${file} cannot be read (${error.message}): give it back to the user who runs this.`);
  });
  if (text === undefined) return keep(file, await makeSecrets());
  const secrets = parse(file, text);
  // Made by a version that did not seal yet.
  return secrets.buyerDataKey ? secrets : keep(file, { ...secrets, buyerDataKey: makeBuyerDataKey() });
}

/** Forgets the secrets of a namespace that was dropped. */
export async function forgetSecrets(dataDir: string, namespace: string): Promise<void> {
  await rm(fileOf(dataDir, namespace), { force: true });
}

/** The public halves of the identity keys, as every service gets them. */
export function publicKeys(secrets: Secrets): { keys: JWK[] } {
  return { keys: Object.values(secrets.identityKeys).map(({ d: _private, ...rest }) => rest) };
}

/** Seals the secrets of carriers' feeds: derived, so that secrets which were made before there were feeds have it too. */
export function feedSecretsKey({ master }: Pick<Secrets, 'master'>): string {
  return createHmac('sha256', master).update('feed secrets').digest('base64url');
}

export async function makeSecrets(): Promise<Secrets> {
  const kids = [...serviceNames, CLI_IDENTITY];
  const keys = await Promise.all(kids.map(async (kid) => [kid, await makeKey(kid)] as const));
  return {
    master: randomBytes(32).toString('hex'),
    operator: { clientId: 'operator', clientSecret: randomBytes(32).toString('base64url') },
    identityKeys: Object.fromEntries(keys),
    tokenKey: await makeKey('token'),
    buyerDataKey: makeBuyerDataKey(),
  };
}

function makeBuyerDataKey(): string {
  return randomBytes(32).toString('base64url');
}

async function makeKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'EdDSA' };
}

async function keep(file: string, secrets: Secrets): Promise<Secrets> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(secrets), { mode: 0o600 });
  await rename(draft, file);
  return secrets;
}

function parse(file: string, text: string): Secrets {
  try {
    return JSON.parse(text) as Secrets;
  } catch {
    throw new UserError(`${file} is damaged. Put back a copy, or start over with: npm run reset`);
  }
}

function fileOf(dataDir: string, namespace: string): string {
  return join(dataDir, 'secrets', `${namespace}.json`);
}
