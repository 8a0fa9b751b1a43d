import Table from 'cli-table3';
import { boundInWords, type Judged } from './measure/result.js';

/** The answer for people: a line per figure, then what the rows have to add. */
export function table(all: readonly Judged[]): string {
  const lines = new Table({
    head: [
      'row',
      'ours',
      'peer or bound',
      'ratio',
      '90 %',
      'expected',
      'CPU us/unit: ours',
      'peer',
      'rounds',
      '',
    ],
    style: { head: [], border: [] },
    colAligns: ['left', ...Array.from({ length: 8 }, () => 'right' as const), 'left'],
  });
  for (const { result, expected, verdict } of all) {
    const { name, ours, peer, ratio, interval, unit, cpuSecondsPerUnit: cpu, rounds } = result;
    lines.push([
      name,
      `${shown(ours)} ${unit}`,
      `${shown(peer)} ${unit}`,
      ratio.toFixed(2),
      interval.map((end) => end.toFixed(2)).join(' .. '),
      boundInWords(expected),
      micro(cpu.ours),
      micro(cpu.peer),
      rounds,
      verdict,
    ]);
  }
  const notes = all.flatMap(({ result, notes: some }) =>
    (some ?? []).map((note) => `${result.name}: ${note}`),
  );
  return [lines.toString(), ...notes].join('\n');
}

/** Three figures that matter, whatever the size. */
function shown(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value >= 100 ? 0 : value >= 1 ? 1 : 3 });
}

function micro(seconds: number | null): string {
  return seconds === null ? '-' : (seconds * 1e6).toFixed(0);
}
