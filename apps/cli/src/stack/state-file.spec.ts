import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { alreadyRunning, claimDataDir, releaseDataDir, runningStack } from './state-file.js';
import type { StackState } from './state-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'makegood-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const state = (pid: number): StackState => ({
  pid,
  namespace: '',
  phase: 'ready',
  url: 'http://127.0.0.1:3000',
  services: {},
});

describe('the data directory', () => {
  it('is taken by one stack, and free when it is given back', async () => {
    await claimDataDir(folder, state(process.pid));
    expect(readFileSync(join(folder, 'running.json'), 'utf8')).toContain('127.0.0.1:3000');
    await releaseDataDir(folder);
    expect(await runningStack(folder)).toBeUndefined();
  });

  it.each([
    ['of a process that is gone', JSON.stringify(state(999_999_999))],
    // Process 1 lives, and is no command of ours: its number was ours before the machine crashed.
    ['of another program under the same number', JSON.stringify(state(1))],
    ['that nobody can read', '{'],
  ])('is free when what is written there is %s', async (_, text) => {
    writeFileSync(join(folder, 'running.json'), text);
    expect(await runningStack(folder)).toBeUndefined();
    await claimDataDir(folder, state(process.pid));
  });
});

describe('a second start', () => {
  it('says where the first one listens, and what to do', () => {
    const said = alreadyRunning(state(42));
    expect(said).toContain('http://127.0.0.1:3000');
    expect(said).toContain('kill 42');
    expect(said).toContain('MAKEGOOD_PORT');
  });
});
