import type { Command } from 'commander';
import type { Accounting } from '../door/accounting.js';
import { DoorError } from '../door/gateway-client.js';
import type { GatewayClient } from '../door/gateway-client.js';
import { answer, answerJson } from '../terminal/lines.js';
import { journeyLines } from '../terminal/journey-lines.js';
import type { OrderJourney } from '../terminal/journey-lines.js';
import { UserError } from '../user-error.js';
import { EMPTY_MAIN, inNamespace, namespaceOf, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

const ways = ['order', 'package', 'tracking'] as const;

export function journeyCommand(program: Command): void {
  overNamespace(program.command('journey'))
    .description('Where is this parcel? Reports, facts and decisions of all services on one time line.')
    .argument('<id>', 'order id, your own order id, package id, package number or tracking number')
    .action(async (id: string, options: NamespaceOptions) => {
      const orders = await inNamespace(options, (stack) => find(stack.gateway, id, namespaceOf(options)));
      if (options.json) answerJson({ orders });
      else answer(orders.map(journeyLines).join('\n\n'));
    });
}

/** Tries the id as each kind in turn: an order, a package, a tracking number. */
async function find(gateway: GatewayClient, id: string, namespace: string): Promise<readonly OrderJourney[]> {
  for (const way of ways) {
    try {
      const { orders } = await gateway.get<{ orders: OrderJourney[] }>('/journeys', { [way]: id });
      if (orders.length > 0) return orders;
    } catch (error) {
      // 404: none of that kind. 400: no such id can be of that kind.
      if (!(error instanceof DoorError) || ![400, 404].includes(error.status)) throw error;
    }
  }
  const main = namespace === '';
  const empty = main && (await gateway.get<Accounting>('/accounting')).shipped === 0;
  throw new UserError(
    `Nothing is known of "${id}" in the namespace ${main ? 'main' : namespace}: no order, package or tracking number is called so.${
      empty ? `\n${EMPTY_MAIN}` : ''
    }`,
  );
}
