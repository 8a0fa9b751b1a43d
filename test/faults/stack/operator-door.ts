import { generateKeyPairSync, randomBytes } from 'node:crypto';

export const OPERATOR = { client_id: 'operator', client_secret: randomBytes(24).toString('hex') };

let key: string | undefined;

/** The key with which the gateway signs the tokens of its clients: one per run, known to each of its processes. */
export function tokenKey(): string {
  key ??= JSON.stringify({
    ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
    kid: 'token',
  });
  return key;
}

export interface ClientKey {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AddedPublisher extends ClientKey {
  readonly topic: string;
  readonly kafka: { readonly username: string; readonly password: string } | null;
}

/** The public door: what an operator does there, and how clients get their tokens. */
export class OperatorDoor {
  constructor(readonly url: string) {}

  addSeller(name: string, plan = 'default'): Promise<ClientKey & { sellerId: string }> {
    return this.asOperator('/admin/sellers', { name, plan });
  }

  addPublisher(name: string, role: string): Promise<AddedPublisher> {
    return this.asOperator('/admin/publishers', { name, role });
  }

  /** The header with a new access token of that client. */
  async bearer(client: { client_id: string; client_secret: string }): Promise<{ authorization: string }> {
    const { access_token } = await this.post<{ access_token: string }>('/auth/o2/token', {
      grant_type: 'client_credentials',
      ...client,
    });
    return { authorization: `Bearer ${access_token}` };
  }

  /** @throws Error for any answer that is none of 2xx */
  async post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    const answer = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 300)}`);
    return (text === '' ? {} : JSON.parse(text)) as T;
  }

  /** What the operator of the environment asks for. */
  async asOperator<T>(path: string, body: unknown): Promise<T> {
    return this.post<T>(path, body, await this.bearer(OPERATOR));
  }
}
