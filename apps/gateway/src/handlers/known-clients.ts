import { Inject, Injectable } from '@nestjs/common';
import { Turns } from '#messaging';
import { CONFIG, type Principal } from '#runtime';
import type { GatewayConfig } from '../gateway.config.js';
import { findClient } from '../store/credentials.js';
import { AccessTokens, invalidToken } from './access-tokens.js';
import { OPERATOR } from './operator.js';

/** How long another replica may go on believing in a key that was revoked here. */
const BELIEVED_MS = 1_000;
const MOST_KEPT = 5_000;

/** Whether the key behind an access token still counts: a token lives an hour, a revocation counts at once. */
@Injectable()
export class KnownClients {
  private readonly believed = new Map<string, { good: Promise<boolean>; until: number }>();

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly turns: Turns,
    private readonly tokens: AccessTokens,
  ) {}

  /** @throws ApiError 403 when the token is expired, forged, or its key or owner was revoked. */
  async holderOf(accessToken: string): Promise<Principal> {
    const { principal, clientId } = await this.tokens.verify(accessToken);
    const good =
      principal.kind === 'operator' ? clientId === this.config.operatorClientId : await this.isGood(clientId);
    if (!good) throw invalidToken();
    return principal;
  }

  /** Called when anything is revoked here: nothing of before is believed. */
  forget(): void {
    this.believed.clear();
  }

  private isGood(clientId: string): Promise<boolean> {
    const known = this.believed.get(clientId);
    if (known !== undefined && Date.now() < known.until) return known.good;
    if (this.believed.size >= MOST_KEPT) this.believed.clear();
    const good = this.turns
      .read(OPERATOR, (tx) => findClient(tx, clientId))
      .then((client) => client?.revoked === false);
    this.believed.set(clientId, { good, until: Date.now() + BELIEVED_MS });
    // A database that is away must not be remembered as a refusal.
    good.catch(() => this.believed.delete(clientId));
    return good;
  }
}
