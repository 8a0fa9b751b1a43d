// All tests: sets up what is missing, then unit tests, then integration tests and flows on a real Kafka and Postgres.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';

await prepare({ build: true });
const more = process.argv.slice(2);
let passed = 0;
let failed = 0;
let good = true;
for (const project of ['unit', 'integration']) {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/jest.mjs', project, ...more], {
    stdio: ['inherit', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  const [, p = 0, f = 0] = /^(\d+) passed, (\d+) failed$/m.exec(stdout) ?? [];
  passed += Number(p);
  failed += Number(f);
  good &&= status === 0;
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = good ? 0 : 1;
