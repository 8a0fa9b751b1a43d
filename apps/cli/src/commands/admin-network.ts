import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { answer, answerJson } from '../terminal/lines.js';
import { table } from '../terminal/tables.js';
import { UserError, messageOf } from '../user-error.js';
import { inNamespace, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

interface Network {
  readonly fulfillmentCenters: readonly {
    readonly fulfillmentCenterId: string;
    readonly countryCode: string;
    readonly timeZone: string;
    readonly cutoff: string;
    readonly features: readonly string[];
  }[];
  readonly routes: readonly {
    readonly shippingSpeedCategory: string;
    readonly from: string;
    readonly to: string;
    readonly carrierCode: string;
    readonly days: { readonly least: number; readonly most: number };
  }[];
}

export function adminNetworkCommand(admin: Command): void {
  const network = admin
    .command('network')
    .description('Fulfilment centres, calendars, routes, fees and features, as data');
  overNamespace(network.command('show', { isDefault: true }))
    .description('Show centres and routes; --json prints all of it, as apply takes it')
    .action(async (options: NamespaceOptions) => {
      const shown = await inNamespace(options, ({ gateway }) => gateway.get<Network>('/network'));
      if (options.json) answerJson(shown);
      else answer(networkTables(shown));
    });
  overNamespace(network.command('apply'))
    .description('Say what the network is from now on: all of it; what was planned stays planned')
    .argument('<file>', 'JSON, as network show --json prints it')
    .action(async (file: string, options: NamespaceOptions) => {
      const asked = await readNetwork(file);
      const now = await inNamespace(options, async ({ gateway }) => {
        await gateway.put('/network', asked);
        return gateway.get<Network>('/network');
      });
      if (options.json) answerJson(now);
      else answer(networkTables(now));
    });
}

async function readNetwork(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UserError(
      `${file} cannot be read (${messageOf(error)}). Begin with npm run admin --silent -- network show --json > ${file}`,
    );
  });
  try {
    // What it must hold is checked where it is kept, every fault at once.
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UserError(`${file} is no JSON: ${messageOf(error)}`);
  }
}

function networkTables({ fulfillmentCenters, routes }: Network): string {
  const centers = fulfillmentCenters.map((one) => [
    one.fulfillmentCenterId,
    one.countryCode,
    `${one.cutoff} ${one.timeZone}`,
    one.features.join(', '),
  ]);
  const ways = routes.map(({ shippingSpeedCategory, from, to, carrierCode, days }) => [
    shippingSpeedCategory,
    `${from} to ${to}`,
    carrierCode,
    days.least === days.most ? String(days.most) : `${days.least} to ${days.most}`,
  ]);
  return [
    table(['centre', 'country', 'cutoff', 'features'], centers),
    table(['speed', 'way', 'carrier', 'business days'], ways),
  ].join('\n');
}
