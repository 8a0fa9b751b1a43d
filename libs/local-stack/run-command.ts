import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';

export interface CommandOutcome {
  /** undefined when the program could not be started at all. */
  code: number | undefined;
  /** stdout and stderr together, as they came. */
  output: string;
}

/** Runs a program to its end and keeps what it says; stdin is closed. */
export function runCommand(
  program: string,
  args: string[],
  options: SpawnOptions = {},
): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => resolve({ code: undefined, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The last lines that say something, for the end of a message. */
export function lastLines(text: string, count: number): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-count).join('\n');
}
