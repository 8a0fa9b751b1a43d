import type { Command } from 'commander';
import { projectRoot } from '../project-root.js';
import { readSettings } from '../settings.js';
import { liveNamespace } from '../stack/namespaces.js';
import { answer, answerJson } from '../terminal/lines.js';
import { UserError } from '../user-error.js';
import { playWorld } from '../world/play-world.js';
import { worldTable } from '../world/world-table.js';
import { inNamespace, namespaceOf, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

interface GivenOptions extends NamespaceOptions {
  readonly orders: string;
  readonly rate: string;
  readonly seed: string;
  readonly sellers: string;
}

const bounds = {
  orders: [1, 100_000],
  rate: [1, 1_000],
  seed: [0, 2_147_483_647],
  sellers: [1, 100],
} as const;

export function worldCommand(program: Command): void {
  overNamespace(program.command('world'))
    .description(
      'A world to try it on: sellers, warehouses and carriers play by seed through the public doors.',
    )
    .option('--orders <count>', 'how many orders are made', '100')
    .option('--rate <count>', 'orders a second, of all sellers together', '10')
    .option('--seed <number>', 'the same seed plays the same', '1')
    .option('--sellers <count>', 'how many sellers make them', '3')
    .action(async (given: GivenOptions) => {
      const options = wholeOptions(given);
      const settings = readSettings(process.env, projectRoot());
      await liveNamespace(settings.dataDir, namespaceOf(given));
      const outcome = await inNamespace(given, (stack) => playWorld(stack, options));
      if (given.json) answerJson(outcome);
      else answer(worldTable(outcome));
      if (outcome.faults.length > 0) process.exitCode = 1;
    });
}

/** @throws UserError naming every fault at once */
function wholeOptions(given: GivenOptions): Record<keyof typeof bounds, number> {
  const faults: string[] = [];
  const whole = (name: keyof typeof bounds): number => {
    const [least, most] = bounds[name];
    const value = /^\d+$/.test(given[name]) ? Number(given[name]) : Number.NaN;
    if (!(value >= least && value <= most))
      faults.push(`--${name} is "${given[name]}": give a whole number from ${least} to ${most}`);
    return value;
  };
  const options = {
    orders: whole('orders'),
    rate: whole('rate'),
    seed: whole('seed'),
    sellers: whole('sellers'),
  };
  if (faults.length > 0) throw new UserError(faults.join('\n'));
  return options;
}
