import { Inject, Injectable } from '@nestjs/common';
import { Turns } from '#messaging';
import { CONFIG, type Principal } from '#runtime';
import type { GatewayConfig } from '../gateway.config.js';
import type { RatePlan } from '../domain/rate-plan.js';
import { findClient, type ClientKey } from '../store/credentials.js';
import { AccessTokens, invalidToken } from './access-tokens.js';

/** How long another replica may go on believing in a key that was revoked here. */
const BELIEVED_MS = 1_000;
const MOST_KEPT = 5_000;

/** Who holds a token, and how much of the Selling Partner API it may ask for. */
export interface KnownClient {
  principal: Principal;
  plan: RatePlan;
}

/** The operator of the environment. */
export const OPERATOR: Principal = { kind: 'operator', id: 'operator', role: 'admin' };

/** Whom a client's key speaks for. */
export function principalOf({ kind, ownerId, userId, clientId, role, reach }: ClientKey): Principal {
  return {
    kind,
    id: ownerId,
    ...(kind === 'seller' ? { sellerId: ownerId } : {}),
    // A seller's own key is an owner's.
    role: role ?? 'owner',
    ...(kind === 'seller' && userId !== null ? { userId } : {}),
    clientId,
    ...(reach === null ? {} : { reach }),
  };
}

/** Whether the key behind an access token still counts: a token lives an hour, a revocation counts at once. */
@Injectable()
export class KnownClients {
  private readonly believed = new Map<string, { client: Promise<ClientKey | undefined>; until: number }>();

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly turns: Turns,
    private readonly tokens: AccessTokens,
  ) {}

  /** @throws ApiError 403 when the token is expired, forged, or its key or owner was revoked. */
  async holderOf(accessToken: string): Promise<KnownClient> {
    const { principal: named, clientId, family } = await this.tokens.verify(accessToken);
    const narrowed = named.scopes === undefined ? {} : { scopes: named.scopes };
    if (named.kind === 'operator' && named.id === OPERATOR.id) {
      if (clientId !== this.config.operatorClientId) throw invalidToken();
      return { principal: { ...OPERATOR, clientId, ...narrowed }, plan: 'unlimited' };
    }
    const client = await this.clientOf(clientId);
    if (client?.revoked !== false || client.ownerId !== named.id) throw invalidToken();
    if (family !== undefined && client.revokedFamilies.includes(family)) throw invalidToken();
    // Who it is, the token says; what it may do, the registry, as of a second ago at most.
    return { principal: { ...principalOf(client), ...narrowed }, plan: client.plan ?? 'unlimited' };
  }

  /** Called when a client is changed here: nothing of before is believed. */
  forget(): void {
    this.believed.clear();
  }

  private clientOf(clientId: string): Promise<ClientKey | undefined> {
    const known = this.believed.get(clientId);
    if (known !== undefined && Date.now() < known.until) return known.client;
    if (this.believed.size >= MOST_KEPT) this.believed.clear();
    const client = this.turns.readOwn((tx) => findClient(tx, clientId));
    this.believed.set(clientId, { client, until: Date.now() + BELIEVED_MS });
    // A database that is away must not be remembered as a refusal.
    client.catch(() => this.believed.delete(clientId));
    return client;
  }
}
