import { Command } from 'commander';
import { accountingCommand } from './commands/accounting.js';
import { adminCommand } from './commands/admin.js';
import { journeyCommand } from './commands/journey.js';
import { parkedCommand } from './commands/parked.js';
import { provisionCommand } from './commands/provision.js';
import { replayCommand } from './commands/replay.js';
import { resetCommand } from './commands/reset.js';
import { sampleCommand } from './commands/sample.js';
import { startCommand } from './commands/start.js';
import { worldCommand } from './commands/world.js';
import { calmTerminal } from './terminal/calm.js';
import { tell } from './terminal/lines.js';
import { UserError, messageOf } from './user-error.js';

calmTerminal();
const program = new Command('makegood')
  .description('After-sales for a fulfilment network. Run as npm run <command> -- <options>.')
  .showHelpAfterError('Add --help for what can be given.');
const commands = [
  startCommand,
  replayCommand,
  journeyCommand,
  accountingCommand,
  parkedCommand,
  adminCommand,
  resetCommand,
  provisionCommand,
  sampleCommand,
  worldCommand,
];
commands.forEach((add) => add(program));

try {
  await program.parseAsync();
} catch (error) {
  // A fault that the user can mend is said in words; anything else is a fault of ours and shows where.
  const mendable = error instanceof UserError || (error instanceof Error && error.name === 'StackProblem');
  tell(mendable || !(error instanceof Error) ? messageOf(error) : (error.stack ?? error.message));
  process.exitCode = error instanceof UserError ? error.exitCode : 1;
}
// What an interrupted command had under way must not keep the program alive.
process.exit();
