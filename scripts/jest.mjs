// Runs one Jest project (unit, integration) and ends with the plain line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [project, ...more] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'makegood-jest-'));
const outputFile = join(folder, 'results.json');
const own = 'node_modules/.bin/node';
const began = Date.now();
const { status } = spawnSync(
  existsSync(own) ? own : process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=DEP0205',
    'node_modules/jest/bin/jest.js',
    `--selectProjects=${project}`,
    // Each integration file has its own namespace, but they share two cores with Kafka and Postgres.
    ...(project === 'integration' ? ['--runInBand', '--testTimeout=60000'] : ['--maxWorkers=2']),
    '--json',
    `--outputFile=${outputFile}`,
    ...more,
  ],
  { stdio: ['inherit', 'ignore', 'inherit'] },
);
const results = existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : undefined;
rmSync(folder, { recursive: true, force: true });
const passed = results?.numPassedTests ?? 0;
// A suite that could not even be loaded is a failure, though it has no test that failed.
const failed = (results?.numFailedTests ?? 0) + (results?.numRuntimeErrorTestSuites ?? 0);
const minutes = ((Date.now() - began) / 60_000).toFixed(1);
process.stderr.write(`${project}: ${results?.numTotalTestSuites ?? 0} files in ${minutes} minutes\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = status === 0 && passed > 0 ? 0 : 1;
