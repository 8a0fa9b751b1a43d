import {
  createLocalJWKSet,
  errors,
  importJWK,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JSONWebKeySet,
} from 'jose';
import {
  forbidden,
  isScope,
  publicPart,
  type Ed25519Key,
  type Principal,
  type PrincipalKind,
} from '#runtime';

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
  /** Of the refresh token it was got with. */
  family?: string;
}

interface Claims {
  kind?: unknown;
  client?: unknown;
  scope?: unknown;
  family?: unknown;
}

/** Issues and verifies the access tokens of clients: JWT, EdDSA, one hour. The first key signs, all verify. */
export class AccessTokens {
  /** The public halves, for whoever wants to check a token. */
  readonly published: JSONWebKeySet;
  private readonly verified = new Map<string, { holder: TokenHolder; expires: number }>();
  private readonly signing: Promise<CryptoKey | Uint8Array>;
  private readonly kid: string;
  private readonly keyOf: ReturnType<typeof createLocalJWKSet>;

  constructor(
    keys: readonly [Ed25519Key, ...Ed25519Key[]],
    private readonly namespace: string,
    private readonly now: () => number = Date.now,
  ) {
    const [first] = keys;
    this.kid = first.kid;
    this.signing = importJWK(first, 'EdDSA');
    this.published = { keys: keys.map(publicPart) };
    this.keyOf = createLocalJWKSet(this.published);
  }

  async issue({ principal, clientId, family }: TokenHolder): Promise<string> {
    const seconds = Math.floor(this.now() / 1000);
    const scope = principal.scopes?.join(' ');
    return new SignJWT({ kind: principal.kind, client: clientId, scope, family })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: this.kid })
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
    const { payload } = await jwtVerify<Claims>(token, this.keyOf, {
      algorithms: ['EdDSA'],
      issuer: this.issuer,
      audience: AUDIENCE,
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(this.now()),
    }).catch((error: unknown) => {
      throw error instanceof errors.JWTExpired ? expired() : invalidToken();
    });
    const holder = holderIn(payload);
    if (this.verified.size >= MOST_KEPT) this.verified.clear();
    this.verified.set(token, { holder, expires: (payload.exp ?? 0) * 1000 });
    return holder;
  }

  /** A token of one namespace is worth nothing in another that shares the key. */
  private get issuer(): string {
    return this.namespace === '' ? 'makegood' : `makegood/${this.namespace}`;
  }
}

function holderIn({ sub, kind: kindSaid, client, scope, family }: Claims & { sub?: string }): TokenHolder {
  const kind = KINDS.find((one) => one === kindSaid);
  if (kind === undefined || sub === undefined || typeof client !== 'string') throw invalidToken();
  return {
    principal: {
      kind,
      id: sub,
      ...(kind === 'seller' ? { sellerId: sub } : {}),
      ...(typeof scope === 'string' ? { scopes: scope.split(' ').filter(isScope) } : {}),
    },
    clientId: client,
    ...(typeof family === 'string' ? { family } : {}),
  };
}

const expired = () => forbidden(DENIED, 'The access token you provided has expired');
export const invalidToken = () =>
  forbidden(DENIED, 'The access token you provided is revoked, malformed or invalid');
export const missingToken = () =>
  forbidden(DENIED, 'Access token is missing: send it as x-amz-access-token or Authorization: Bearer');
