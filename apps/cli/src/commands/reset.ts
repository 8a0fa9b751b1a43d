import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { reset } from '#local-stack';
import { projectRoot } from '../project-root.js';
import { readSettings } from '../settings.js';
import { alreadyRunning, runningStack } from '../stack/state-file.js';
import { answer } from '../terminal/lines.js';
import { UserError } from '../user-error.js';

export function resetCommand(program: Command): void {
  program
    .command('reset')
    .description('Wipe the data directory: all orders, decisions, keys and logs of this installation.')
    .option('--yes', 'do not ask', false)
    .action(async ({ yes }: { yes: boolean }) => {
      const { dataDir } = readSettings(process.env, projectRoot());
      const running = await runningStack(dataDir);
      if (running) throw new UserError(`Nothing was deleted. ${alreadyRunning(running)}`);
      if (!yes && !(await isMeant(dataDir))) return answer('Nothing was deleted.');
      answer((await reset(dataDir)) ? `${dataDir} is empty now.` : `There was nothing in ${dataDir}.`);
    });
}

async function isMeant(dataDir: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UserError('Nothing was deleted: nobody can be asked here, so give --yes.');
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const said = await asking.question(`Delete everything in ${dataDir}? Type yes: `);
  asking.close();
  return said.trim().toLowerCase() === 'yes';
}
