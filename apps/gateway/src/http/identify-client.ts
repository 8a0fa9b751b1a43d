import { Injectable } from '@nestjs/common';
import {
  ApiError,
  IdentifyByInternalToken,
  IdentifyRequest,
  notFound,
  type IdentifiedRequest,
  type Principal,
} from '#runtime';
import { missingToken } from '../handlers/access-tokens.js';
import { KnownClients, type KnownClient } from '../handlers/known-clients.js';

/** The token of a call: `x-amz-access-token`, else `Authorization: Bearer`. */
export function accessTokenIn({ headers }: IdentifiedRequest): string | undefined {
  const amazon = headers['x-amz-access-token'];
  if (typeof amazon === 'string' && amazon !== '') return amazon;
  const { authorization } = headers;
  const bearer = typeof authorization === 'string' ? /^bearer +(\S+)$/i.exec(authorization) : null;
  return bearer?.[1];
}

/** As far as a request tells which route it found. */
interface Routed {
  routeOptions?: { url?: string };
}

/** At the door: clients by their access token; under /internal the other services, by their signed identity. */
@Injectable()
export class IdentifyClient extends IdentifyRequest {
  constructor(
    private readonly clients: KnownClients,
    private readonly internal: IdentifyByInternalToken,
  ) {
    super();
  }

  override async identify(request: IdentifiedRequest & Routed): Promise<Principal> {
    // By the route that was found: a path has many spellings.
    if (request.routeOptions?.url?.startsWith('/internal') === true) {
      return this.internal.identify(request).catch(() => {
        // To the outside there is no such path.
        throw notFound('No such resource');
      });
    }
    return (await this.client(request)).principal;
  }

  /** Who calls from outside. @throws ApiError 403 when the token does not say so. */
  async client(request: IdentifiedRequest): Promise<KnownClient> {
    const token = accessTokenIn(request);
    try {
      if (token === undefined) throw missingToken();
      const client = await this.clients.holderOf(token);
      request.principal = client.principal;
      return client;
    } catch (error) {
      if (error instanceof ApiError) request.refusal = error.errors[0]?.details;
      throw error;
    }
  }
}
