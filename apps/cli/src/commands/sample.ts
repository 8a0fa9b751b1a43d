import { join } from 'node:path';
import type { Command } from 'commander';
import { projectRoot } from '../project-root.js';
import { writeSample } from '../sample/write-sample.js';
import { answer } from '../terminal/lines.js';

export function sampleCommand(program: Command): void {
  program
    .command('sample')
    .description('Write the bundled sample again: samples/orders.csv and samples/events.jsonl.')
    .action(async () => {
      await writeSample(join(projectRoot(), 'samples'));
      answer('samples/orders.csv and samples/events.jsonl are written.');
    });
}
