import { importJWK, jwtVerify, SignJWT, errors, type CryptoKey, type JWK } from 'jose';
import { forbidden, isScope, type Principal, type PrincipalKind } from '#runtime';

/** Life of an access token in seconds, as `expires_in` says. */
export const TOKEN_LIFE = 3_600;
const AUDIENCE = 'makegood';
const DENIED = 'Access to requested resource is denied.';
const KINDS: readonly PrincipalKind[] = ['seller', 'publisher', 'operator'];
const MOST_KEPT = 5_000;

/** Whom a client's access token names, what it was asked for with, and by which key it was got. */
export interface TokenHolder {
  principal: Principal;
  clientId: string;
}

type Key = CryptoKey | Uint8Array;

/** Issues and verifies the access tokens of clients: JWT, EdDSA, one hour. */
export class AccessTokens {
  private readonly verified = new Map<string, { holder: TokenHolder; expires: number }>();
  private readonly signing: Promise<Key>;
  private readonly checking: Promise<Key>;

  constructor(
    key: JWK & { kid: string },
    private readonly namespace: string,
    private readonly now: () => number = Date.now,
  ) {
    const { d: _private, ...publicKey } = key;
    this.signing = importJWK(key, 'EdDSA');
    this.checking = importJWK(publicKey, 'EdDSA');
  }

  async issue({ principal, clientId }: TokenHolder): Promise<string> {
    const seconds = Math.floor(this.now() / 1000);
    return new SignJWT({ kind: principal.kind, client: clientId, scope: principal.scopes?.join(' ') })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt' })
      .setIssuer(this.issuer)
      .setAudience(AUDIENCE)
      .setSubject(principal.id)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + TOKEN_LIFE)
      .sign(await this.signing);
  }

  /** @throws ApiError 403: expired in the words on which clients get a new token, else invalid. */
  async verify(token: string): Promise<TokenHolder> {
    const known = this.verified.get(token);
    if (known !== undefined) {
      if (this.now() < known.expires) return known.holder;
      this.verified.delete(token);
      throw expired();
    }
    const { payload } = await jwtVerify<{ kind?: unknown; client?: unknown; scope?: unknown }>(
      token,
      await this.checking,
      {
        algorithms: ['EdDSA'],
        issuer: this.issuer,
        audience: AUDIENCE,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(this.now()),
      },
    ).catch((error: unknown) => {
      throw error instanceof errors.JWTExpired ? expired() : invalidToken();
    });
    const kind = KINDS.find((one) => one === payload.kind);
    const { sub, client, scope, exp } = payload;
    if (kind === undefined || sub === undefined || typeof client !== 'string') throw invalidToken();
    const principal: Principal = {
      kind,
      id: sub,
      ...(kind === 'seller' ? { sellerId: sub } : {}),
      ...(typeof scope === 'string' ? { scopes: scope.split(' ').filter(isScope) } : {}),
    };
    const holder = { principal, clientId: client };
    if (this.verified.size >= MOST_KEPT) this.verified.clear();
    this.verified.set(token, { holder, expires: (exp ?? 0) * 1000 });
    return holder;
  }

  /** A token of one namespace is worth nothing in another that shares the key. */
  private get issuer(): string {
    return this.namespace === '' ? 'makegood' : `makegood/${this.namespace}`;
  }
}

const expired = () => forbidden(DENIED, 'The access token you provided has expired');
export const invalidToken = () =>
  forbidden(DENIED, 'The access token you provided is revoked, malformed or invalid');
export const missingToken = () =>
  forbidden(DENIED, 'Access token is missing: send it as x-amz-access-token or Authorization: Bearer');
