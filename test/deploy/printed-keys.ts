import { jest } from '@jest/globals';
import { Command } from 'commander';
import { provisionCommand } from '../../apps/cli/src/commands/provision.js';

/** What the command `keys` prints, name by name, as an .env file means it: the quotes are not part of a value. */
export async function printedKeys(): Promise<Map<string, string>> {
  const lines: string[] = [];
  const write = jest
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    const program = new Command();
    provisionCommand(program);
    await program.parseAsync(['keys'], { from: 'user' });
  } finally {
    write.mockRestore();
  }
  const variables = lines.join('').split('\n').filter(Boolean);
  return new Map(
    variables.map((line) => {
      const [name = '', ...value] = line.split('=');
      return [name, value.join('=').replaceAll("'", '')];
    }),
  );
}
