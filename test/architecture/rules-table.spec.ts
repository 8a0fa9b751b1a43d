import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const rows = read('docs/seller-api.md')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => /\.(it|spec)\.ts$/.test(cells[3] ?? ''))
  .map(([, rule = '', name = '', file = '']) => ({ rule, name, file }));

describe("the rules of the sellers' API, as docs/seller-api.md lists them", () => {
  it('are all there', () => {
    const ids = new Set(rows.flatMap(({ rule }) => /^[A-Z]-\d+/.exec(rule)?.[0] ?? []));
    const told = ['O-1', 'O-2', 'O-3', 'O-4', 'O-5', 'O-6', 'O-7', 'O-8', 'O-9', 'O-11', 'N-8'];
    expect([...ids].toSorted()).toEqual(told.toSorted());
  });

  it.each(rows)('$rule: has the test that it names', ({ name, file }) => {
    expect(read(file).replaceAll("\\'", "'")).toContain(name);
  });
});
