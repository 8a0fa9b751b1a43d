import Table from 'cli-table3';
import type { Result, Verdict } from './measure/duel.js';

/** A row with what it is held against. */
export interface Judged {
  result: Result;
  expected: number;
  verdict: Verdict;
}

/** The answer for people. */
export function table(all: readonly Judged[]): string {
  const lines = new Table({
    head: ['row', 'ours', 'peer', 'ratio', '90 %', 'expected', 'CPU us/unit: ours', 'peer', 'rounds', ''],
    style: { head: [], border: [] },
    colAligns: ['left', ...Array.from({ length: 8 }, () => 'right' as const), 'left'],
  });
  for (const { result, expected, verdict } of all) {
    const { name, ours, peer, ratio, interval, unit, cpuSecondsPerUnit: cpu, rounds } = result;
    lines.push([
      name,
      `${whole(ours)} ${unit}`,
      `${whole(peer)} ${unit}`,
      ratio.toFixed(2),
      interval.map((end) => end.toFixed(2)).join(' .. '),
      `>= ${expected}`,
      micro(cpu.ours),
      micro(cpu.peer),
      rounds,
      verdict,
    ]);
  }
  return lines.toString();
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function micro(seconds: number | null): string {
  return seconds === null ? '-' : (seconds * 1e6).toFixed(0);
}
