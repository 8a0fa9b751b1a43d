import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { plants } from './plants.js';

const MAIN = join(process.cwd(), 'dist/test/simulation/main.js');
/** What two cores play in some six minutes; more are a run of their own: see docs/reliability.md. */
const SEEDS = 1_000;

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Outcome {
  seeds: number;
  events: number;
  counts: Record<string, number>;
  missing: string[];
  violations: { seed: number; invariant: string; detail: string }[];
  hashes: Record<string, string>;
}

function simulate(...args: string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', MAIN, ...args]);
    const run: Run = { code: null, stdout: '', stderr: '' };
    child.stdout.on('data', (part: Buffer) => (run.stdout += part.toString()));
    child.stderr.on('data', (part: Buffer) => (run.stderr += part.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...run, code }));
  });
}

const outcomeOf = ({ stdout }: Run): Outcome => JSON.parse(stdout) as Outcome;

describe('npm run simulate', () => {
  test(`keeps every promise in ${SEEDS} seeds, and meets every kind of fault and await point`, async () => {
    const run = await simulate('--seeds', String(SEEDS), '--json');
    const { seeds, violations, missing } = outcomeOf(run);
    expect({ violations: violations.slice(0, 3), missing, seeds }).toEqual({
      violations: [],
      missing: [],
      seeds: SEEDS,
    });
    expect(run.code).toBe(0);
  }, 1_800_000);

  test('is the same history whenever a seed is played, whatever was played before it', async () => {
    const [alone, after] = await Promise.all([
      simulate('--seed', '3', '--json'),
      simulate('--seed', '1', '--seeds', '3', '--workers', '1', '--json'),
    ]);
    const { hashes } = outcomeOf(alone);
    expect(hashes['3']).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes['3']).toBe(outcomeOf(after).hashes['3']);
    expect(new Set(Object.values(outcomeOf(after).hashes)).size).toBe(3);
  }, 120_000);

  test('reports whatever is planted', async () => {
    const run = await simulate('--plant', 'all');
    const caught = [...run.stdout.matchAll(/^(\S+) was caught \([1-9]\d* of \d+ seeds\): /gm)];
    expect(caught.map(([, name]) => name)).toEqual(plants.map(({ name }) => name));
    expect(run.code).toBe(0);
  }, 600_000);

  test('says what it does not understand', async () => {
    const run = await simulate('--seeds', 'many');
    expect([run.code, run.stdout]).toEqual([1, '']);
    expect(run.stderr).toMatch(/--seeds needs a whole number/);
  }, 60_000);
});
