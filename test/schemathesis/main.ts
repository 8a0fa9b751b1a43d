import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureServers, StackProblem } from '#local-stack';
import { Shop } from '../clients/shop.js';
import { writeDocument } from './document.js';
import { ensureSchemathesis } from './ensure-schemathesis.js';
import { fuzz } from './fuzz.js';
import { readOptions, USAGE } from './options.js';
import type { FuzzOptions } from './options.js';
import { everyPrincipal } from './principals.js';

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(
  { seconds, seed, roles }: FuzzOptions,
  undo: (step: () => unknown) => void,
): Promise<number> {
  tell(`seed ${seed}`);
  const st = await ensureSchemathesis(tell);
  const dataDir = join(process.cwd(), '.data', 'test');
  const servers = await ensureServers({ dataDir, env: process.env, report: tell });
  undo(() => servers.stop());
  const { brokers, kafkaAdmin, databaseUrl } = servers;
  process.env['MAKEGOOD_TEST_SERVERS'] = JSON.stringify({ brokers, kafkaAdmin, databaseUrl });
  const shop = await Shop.open();
  undo(() => shop.close());
  const folder = mkdtempSync(join(tmpdir(), 'makegood-fuzz-'));
  undo(() => rmSync(folder, { recursive: true, force: true }));
  tell(`${await writeDocument(shop.url, join(folder, 'document.json'))} operations`);
  const asked = (await everyPrincipal(shop)).filter(({ role }) => roles.length === 0 || roles.includes(role));
  const each = Math.max(1, Math.floor(seconds / asked.length));
  let failed = 0;
  for (const { role, token } of asked) {
    const run = { st, url: shop.url, folder, token, seed, phases: ['coverage', 'fuzzing'] as const };
    const { failures, requests } = await fuzz({ ...run, examples: 100, seconds: each });
    tell(`${failures === '' ? 'ok    ' : 'FAILED'}  ${role}, ${requests} requests`);
    if (failures === '') continue;
    failed += 1;
    process.stdout.write(`${failures}\n`);
  }
  return failed === 0 ? 0 : 1;
}

const steps: (() => unknown)[] = [];
try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(`${USAGE}\n`);
  else process.exitCode = await main(options, (step) => void steps.push(step));
} catch (error) {
  tell(error instanceof StackProblem ? error.message : String(error));
  process.exitCode = 1;
} finally {
  for (const step of steps.toReversed()) await step();
}
process.exit();
