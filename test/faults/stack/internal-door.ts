import type { Service } from '#contracts';
import { IDENTITY_HEADER, identitySigner, servicePrincipal } from '#runtime';
import { identityKeys } from '#testing';
import type { Replica } from './replica.js';

/** What the runbook's commands ask of a service, as another service of this installation. */
export async function askInternally(replica: Replica, path: string): Promise<string> {
  const as: Service = 'gateway';
  const sign = identitySigner(identityKeys().private[as]);
  const identity = await sign(servicePrincipal(as), replica.spec.service);
  const answer = await fetch(`${replica.url}${path}`, {
    method: 'POST',
    headers: { [IDENTITY_HEADER]: identity, 'content-type': 'application/json' },
    body: '{}',
    signal: AbortSignal.timeout(60_000),
  });
  const text = await answer.text();
  if (!answer.ok)
    throw new Error(`${replica.name} answered ${answer.status} to ${path}: ${text.slice(0, 300)}`);
  return text;
}
