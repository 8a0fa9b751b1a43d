import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { contracts } from '#contracts';
import { complaints, freshness, regenerate } from '../../libs/contracts/generate/freshness.js';

const project = join(import.meta.dirname, '../..');

test('the schemas, the AsyncAPI document, docs/events.md and the policies say what the contracts declare', () => {
  expect(complaints(freshness(project))).toEqual([]);
});

describe('staleness', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'generated-'));
    regenerate(root);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('what was just generated is fresh, every contract with its schema', () => {
    expect(complaints(freshness(root))).toEqual([]);
    expect(freshness(root).fresh).toBeGreaterThan(contracts().length);
  });

  test('names each stale, missing or left file, and the command that helps', () => {
    appendFileSync(join(root, 'docs/events.md'), 'edited by hand\n');
    rmSync(join(root, 'policies/m.json'));
    writeFileSync(join(root, 'docs/schemas/makegood.Gone.v1.schema.json'), '{}');
    expect(complaints(freshness(root))).toEqual([
      'docs/events.md is stale: it does not say what libs/contracts declares',
      'policies/m.json is stale: it does not say what libs/contracts declares',
      'docs/schemas/makegood.Gone.v1.schema.json belongs to no contract any more',
      'Run "npm run generate" and commit what it changes.',
    ]);
    regenerate(root);
    expect(complaints(freshness(root))).toEqual([]);
  });
});
