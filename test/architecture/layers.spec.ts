import { beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CONFIG = resolve('.dependency-cruiser.mjs');
const CRUISE = resolve('node_modules/.bin/depcruise');

/** A tree with one forbidden import: file that imports, file that is imported, rule that must say so. */
const PLANTED: [rule: string, from: string, to: string][] = [
  ['apps-never-import-apps', 'apps/orders/src/handlers/a.ts', 'apps/tracking/src/handlers/b.ts'],
  ['domain-is-pure', 'apps/tracking/src/domain/a.ts', 'apps/tracking/src/store/b.ts'],
  ['domain-is-pure', 'apps/tracking/src/domain/a.ts', 'libs/messaging/b.ts'],
  ['handlers-know-no-http', 'apps/returns/src/handlers/a.ts', 'apps/returns/src/http/b.ts'],
  ['store-knows-no-handlers', 'apps/orders/src/store/a.ts', 'apps/orders/src/handlers/b.ts'],
  ['store-knows-no-handlers', 'apps/orders/src/store/a.ts', 'libs/messaging/b.ts'],
  ['contracts-stand-alone', 'libs/contracts/a.ts', 'libs/postgres/b.ts'],
  ['postgres-below-messaging', 'libs/postgres/a.ts', 'libs/messaging/b.ts'],
  ['messaging-below-runtime', 'libs/messaging/a.ts', 'libs/runtime/b.ts'],
  ['libs-never-import-apps', 'libs/runtime/a.ts', 'apps/orders/src/b.ts'],
  ['kafkajs-in-one-file', 'apps/orders/src/handlers/a.ts', 'node_modules/kafkajs/index.js'],
  ['testing-only-in-tests', 'apps/orders/src/handlers/a.ts', 'libs/testing/b.ts'],
];

interface Planted {
  rule: string;
  from: string;
  to: string;
}

/** Files numbered so that many plants fit into one tree, which is cruised once. */
const plants: Planted[] = PLANTED.map(([rule, from, to], at) => ({
  rule,
  from: from.replace(/a\.ts$/, `a${at}.ts`),
  to: to.replace(/b\.ts$/, `b${at}.ts`),
}));
const CIRCLE: Planted = { rule: 'no-circles', from: 'libs/runtime/x.ts', to: 'libs/runtime/y.ts' };
const ALLOWED: Planted = {
  rule: '',
  from: 'apps/orders/src/handlers/x.ts',
  to: 'apps/orders/src/domain/y.ts',
};

const broken = new Map<string, string[]>();

beforeAll(async () => {
  const tree = await mkdtemp(join(tmpdir(), 'layers-'));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), text);
  };
  const specifier = (from: string, to: string) =>
    `${'../'.repeat(from.split('/').length - 1)}${to.replace(/\.ts$/, '.js')}`;
  for (const { from, to } of [...plants, CIRCLE, ALLOWED]) {
    await write(from, `import { b } from '${specifier(from, to)}';\nexport const a = b;\n`);
    await write(to, 'export const b = 1;\n');
  }
  const back = specifier(CIRCLE.to, CIRCLE.from);
  await write(CIRCLE.to, `import { a } from '${back}';\nexport const b = () => a;\n`);
  await write('tsconfig.json', '{"compilerOptions":{"module":"nodenext","moduleResolution":"nodenext"}}');
  await write('package.json', '{"type":"module"}');
  const found = run(CRUISE, ['apps', 'libs', '--config', CONFIG, '--output-type', 'json'], {
    cwd: tree,
    maxBuffer: 1e8,
  });
  const { stdout } = await found.catch((failed: { stdout: string }) => failed);
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  for (const { from, rule } of summary.violations) broken.set(from, [...(broken.get(from) ?? []), rule.name]);
  await rm(tree, { recursive: true, force: true });
}, 60_000);

describe('each layer rule catches a planted violation', () => {
  test.each([...plants, CIRCLE])('$rule: $from imports $to', ({ rule, from }) => {
    expect(broken.get(from)).toContain(rule);
  });

  test('and lets pass what is allowed', () => {
    expect(broken.get(ALLOWED.from)).toBeUndefined();
  });
});
