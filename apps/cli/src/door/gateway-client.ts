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

type Query = Readonly<Record<string, string | undefined>>;

const PATIENCE = 60_000;
const RENEW_BEFORE = 30_000;

/** The public door, spoken to with client credentials; the token is fetched when needed and used again. */
export class GatewayClient {
  private token: { text: string; until: number } | undefined;

  constructor(
    readonly url: string,
    private readonly credentials: Credentials,
  ) {}

  get<T>(path: string, query: Query = {}): Promise<T> {
    return this.send<T>('GET', `${path}${searchOf(query)}`);
  }

  /** What is no JSON, as it came. */
  async text(path: string, query: Query = {}): Promise<string> {
    const url = `${this.url}${path}${searchOf(query)}`;
    return exchange('GET', url, undefined, { 'x-amz-access-token': await this.accessToken() });
  }

  /** Reports as a batch of CloudEvents. @returns how many were taken */
  async report(events: readonly object[]): Promise<number> {
    const headers = {
      'x-amz-access-token': await this.accessToken(),
      'content-type': 'application/cloudevents-batch+json',
    };
    return (await request<{ accepted: number }>('POST', `${this.url}/events`, events, headers)).accepted;
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
  const text = await exchange(method, url, body, headers, patience);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function exchange(
  method: string,
  url: string,
  body: unknown,
  headers: Record<string, string>,
  patience = PATIENCE,
): Promise<string> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(url, {
    method,
    headers: { ...json, ...headers },
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
  return text;
}

function searchOf(query: Query): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
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
