import { UserError } from '../user-error.js';

/** A refusal of the door, with its status and codes. */
export class DoorError extends UserError {
  constructor(
    readonly status: number,
    readonly errors: readonly { code: string; message: string; details?: string }[],
    doing: string,
  ) {
    super(
      `${doing}: ${errors.map(({ message, details }) => [message, details].filter(Boolean).join(' - ')).join('; ')}`,
    );
  }
}

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

const PATIENCE = 60_000;
const RENEW_BEFORE = 30_000;

/** The public door, spoken to with client credentials; the token is fetched when needed and used again. */
export class GatewayClient {
  private token: { text: string; until: number } | undefined;

  constructor(
    readonly url: string,
    private readonly credentials: Credentials,
  ) {}

  get<T>(path: string, query: Readonly<Record<string, string | undefined>> = {}): Promise<T> {
    const given = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    const search =
      given.length === 0 ? '' : `?${new URLSearchParams(given as [string, string][]).toString()}`;
    return this.send<T>('GET', `${path}${search}`);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('POST', path, body);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('PUT', path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('PATCH', path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.send<T>('DELETE', path);
  }

  private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const token = await this.accessToken();
    return request<T>(method, `${this.url}${path}`, body, { 'x-amz-access-token': token });
  }

  private async accessToken(): Promise<string> {
    if (this.token && Date.now() < this.token.until) return this.token.text;
    const answer = await request<{ access_token: string; expires_in: number }>(
      'POST',
      `${this.url}/auth/o2/token`,
      {
        grant_type: 'client_credentials',
        client_id: this.credentials.clientId,
        client_secret: this.credentials.clientSecret,
      },
    );
    this.token = { text: answer.access_token, until: Date.now() + answer.expires_in * 1000 - RENEW_BEFORE };
    return answer.access_token;
  }
}

/** One HTTP exchange of JSON. @throws DoorError for an answer that is none of 2xx, UserError when nobody answers */
export async function request<T>(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
  patience = PATIENCE,
): Promise<T> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(patience),
  }).catch((error: unknown) => {
    const cause =
      error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : '';
    throw new UserError(
      `${new URL(url).origin} does not answer ${method} ${new URL(url).pathname} (${cause}).`,
    );
  });
  const text = await answer.text();
  if (!answer.ok)
    throw new DoorError(answer.status, errorsIn(text, answer.status), `${method} ${new URL(url).pathname}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

function errorsIn(text: string, status: number): { code: string; message: string }[] {
  try {
    const parsed = JSON.parse(text) as {
      errors?: { code: string; message: string }[];
      error_description?: string;
    };
    if (Array.isArray(parsed.errors)) return parsed.errors;
    if (parsed.error_description !== undefined)
      return [{ code: 'Unauthorized', message: parsed.error_description }];
  } catch {
    // Not our envelope: what was said is shown as it is.
  }
  return [{ code: String(status), message: `status ${status} ${text.slice(0, 300)}`.trim() }];
}
