import { describe, expect, test } from '@jest/globals';
import { listeningSockets, parseStat } from './cpu-seconds.js';

describe('parseStat', () => {
  const after = 'S 41 77 77 0 -1 4194304 1 2 3 4 150 50 1000 23 20 0 1 0 999 1 1';

  test('reads parent, own time and that of ended children', () => {
    expect(parseStat(`42 (postgres) ${after}`)).toEqual({ parent: 41, own: 2, ended: 10.23 });
  });

  test('is not led astray by a name with brackets and spaces', () => {
    expect(parseStat(`42 (a) S 1 (b) ${after}`)).toEqual({ parent: 41, own: 2, ended: 10.23 });
  });
});

describe('listeningSockets', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0',
    '   1: 0100007F:1538 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 100 0',
    '   2: 0100007F:2384 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4713 1 0 100 0',
  ].join('\n');

  test('finds who listens, not who is connected', () =>
    expect(listeningSockets(table, 5432)).toEqual(['socket:[4711]']));
  test('finds nothing on another port', () => expect(listeningSockets(table, 80)).toEqual([]));
});
