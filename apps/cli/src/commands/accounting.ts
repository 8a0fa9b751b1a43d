import type { Command } from 'commander';
import type { Accounting } from '../door/accounting.js';
import { answer, answerJson, tell } from '../terminal/lines.js';
import { accountingTable } from '../terminal/tables.js';
import { EMPTY_MAIN, inNamespace, namespaceOf, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

export function accountingCommand(program: Command): void {
  overNamespace(program.command('accounting'))
    .description('Units by state: they add up to what was shipped. Exit 1 if any is unaccounted for.')
    .action(async (options: NamespaceOptions) => {
      const accounting = await inNamespace(options, ({ gateway }) => gateway.get<Accounting>('/accounting'));
      if (options.json) answerJson(accounting);
      else answer(accountingTable(accounting));
      if (accounting.shipped === 0 && namespaceOf(options) === '') tell(EMPTY_MAIN);
      if (accounting.unaccountedCount > 0 || !accounting.addsUp) process.exitCode = 1;
    });
}
