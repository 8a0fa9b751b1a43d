// The door of every command: `node scripts/run.mjs <command> [args]`, or `--program <path in dist> [args]`.
// Sets up what is missing, then hands over to Node 24.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { prepare, root, SetupProblem } from './prepare.mjs';

const COMMANDS = 'apps/cli/src/main';
const OWN_NODE = join(root, 'node_modules/.bin/node');
const LEAST_TO_RUN = [22, 12];

/** Node 24 comes with the dependencies, where there is one for this machine; else the one that runs this. */
function chooseNode() {
  if (existsSync(OWN_NODE)) return OWN_NODE;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > LEAST_TO_RUN[0] || (major === LEAST_TO_RUN[0] && minor >= LEAST_TO_RUN[1]))
    return process.execPath;
  throw new SetupProblem(
    `Node 24 did not come with the dependencies on ${process.platform} ${process.arch}, and this is Node ${process.versions.node}. ` +
      'Install Node 24 (https://nodejs.org) and run the command again.',
  );
}

function handOver(program, args) {
  const child = spawn(chooseNode(), [join(root, 'dist', `${program}.js`), ...args], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/makegood/compiled'), ...process.env },
  });
  // In a terminal Ctrl-C reaches the child too: it takes the second one for the first.
  const forward = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of forward) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(error));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function fail(error) {
  process.stderr.write(`${error instanceof SetupProblem ? error.message : error.stack}\n`);
  process.exitCode = 1;
}

const [first, ...rest] = process.argv.slice(2);
try {
  await prepare({ build: true });
  if (first === '--program') handOver(rest[0], rest.slice(1));
  else handOver(COMMANDS, first === undefined ? [] : [first, ...rest]);
} catch (error) {
  fail(error);
}
