import { Inject, Injectable } from '@nestjs/common';
import { Turns } from '#messaging';
import { CONFIG, type Actor, type Principal } from '#runtime';
import type { GatewayConfig } from '../gateway.config.js';
import { findClient, type ClientKey } from '../store/credentials.js';
import { isSecret, sameText } from './client-keys.js';
import { OPERATOR, principalOf } from './known-clients.js';
import { OAuthError } from './oauth-error.js';

/** A client that has proved to be it. The operator of the environment has no key in the registry. */
export interface AuthenticClient {
  principal: Principal;
  key?: ClientKey;
}

const REFUSED_CLIENT = 'Client authentication failed: unknown client, wrong secret, or revoked';

/** A check costs 20 ms of a core, on purpose: who floods the door with them must not take it all. */
const MOST_AT_ONCE = 256;

@Injectable()
export class AuthenticateClient {
  private checking = 0;

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly turns: Turns,
  ) {}

  /** @throws OAuthError 401 `invalid_client`, after the same time whatever was wrong */
  async handle(clientId: string, clientSecret: string): Promise<AuthenticClient> {
    if (clientId === this.config.operatorClientId) {
      if (!sameText(clientSecret, this.config.operatorClientSecret)) throw refusedClient();
      return { principal: { ...OPERATOR, clientId } };
    }
    if (this.checking >= MOST_AT_ONCE)
      throw new OAuthError(503, 'temporarily_unavailable', 'Too many clients are being checked; try again');
    this.checking += 1;
    try {
      return await this.check(clientId, clientSecret);
    } finally {
      this.checking -= 1;
    }
  }

  private async check(clientId: string, clientSecret: string): Promise<AuthenticClient> {
    const key = await this.turns.readOwn((tx) => findClient(tx, clientId));
    const former = key?.formerSecretHash ?? undefined;
    const right =
      (await isSecret(key?.secretHash, clientSecret)) ||
      (former !== undefined && (await isSecret(former, clientSecret)));
    if (key === undefined || !right || key.revoked) throw refusedClient();
    return { principal: principalOf(key), key };
  }
}

const refusedClient = () => new OAuthError(401, 'invalid_client', REFUSED_CLIENT);

export const actorOf = ({ principal }: AuthenticClient, requestId: string): Actor => ({
  ...principal,
  requestId,
});
