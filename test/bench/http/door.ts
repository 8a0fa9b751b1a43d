import type { BenchStack } from '../stack/bench-stack.js';
import { OPERATOR, OwnServices } from '../services/own-services.js';

const PATH = '/fba/outbound/2020-07-01/fulfillmentOrders';

/** A seller's program, with a token of its own. */
export interface SellerProgram {
  sellerId: string;
  headers: Readonly<Record<string, string>>;
}

/** Gateway and orders service, a process each: the way of a seller's program to its orders. */
export class Door {
  private constructor(readonly services: OwnServices) {}

  /** @param stack apart, with `gateway` and `orders`. */
  static async open(stack: BenchStack, profile?: string): Promise<Door> {
    return new Door(await OwnServices.open(stack, profile, ['orders', 'gateway']));
  }

  /** Where fulfilment orders are. */
  get url(): URL {
    return new URL(`${this.services.urlOf('gateway')}${PATH}`);
  }

  /** Registers a seller whom the limiter lets through as often as it comes. */
  async seller(name: string): Promise<SellerProgram> {
    const operator = await this.token(OPERATOR);
    const seller = await this.post('/admin/sellers', { name, plan: 'unlimited' }, operator);
    const { sellerId = '', clientId = '', clientSecret = '' } = seller;
    return { sellerId, headers: await this.token({ client_id: clientId, client_secret: clientSecret }) };
  }

  private async token(client: typeof OPERATOR): Promise<Record<string, string>> {
    const { access_token: token = '' } = await this.post('/auth/o2/token', {
      grant_type: 'client_credentials',
      ...client,
    });
    return { 'x-amz-access-token': token };
  }

  private async post(path: string, body: object, headers: Record<string, string> = {}) {
    const answer = await fetch(`${this.services.urlOf('gateway')}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Record<string, string>;
  }
}
