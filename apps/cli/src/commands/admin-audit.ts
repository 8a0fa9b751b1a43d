import type { Command } from 'commander';
import { serviceNames } from '../stack/service-names.js';
import { answer, answerJson } from '../terminal/lines.js';
import { table } from '../terminal/tables.js';
import { UserError } from '../user-error.js';
import { inNamespace, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

interface Line {
  readonly at: string;
  readonly who: string;
  readonly role: string | null;
  readonly userId: string | null;
  readonly clientId: string | null;
  readonly requestId: string | null;
  readonly action: string;
  readonly subject: string;
  readonly outcome: string;
  readonly times: number;
}
interface Page {
  readonly entries: Line[];
  readonly next: string | null;
}

const PAGE = '1000';
const DAY = 86_400_000;

export function adminAuditCommand(admin: Command): void {
  overNamespace(admin.command('audit'))
    .description('Who did what, over all services, the latest first')
    .option('--since <instant>', 'ISO 8601; without it since a day ago')
    .action(async (options: NamespaceOptions & { since?: string }) => {
      const since = options.since ?? new Date(Date.now() - DAY).toISOString();
      if (Number.isNaN(Date.parse(since)))
        throw new UserError(`--since ${since} is no instant: give one like 2026-01-31T00:00:00Z`);
      const lines = await inNamespace(options, async ({ gateway }) => {
        const found: (Line & { service: string })[] = [];
        for (const service of serviceNames) {
          let before: string | undefined;
          do {
            const query = { service, since, before, limit: PAGE };
            const { entries, next }: Page = await gateway.get<Page>('/audit', query);
            found.push(...entries.map((entry) => ({ service, ...entry })));
            before = next ?? undefined;
          } while (before !== undefined);
        }
        return found.toSorted((one, other) => (one.at < other.at ? 1 : -1));
      });
      if (options.json) return answerJson(lines);
      if (lines.length === 0) return answer(`Nobody did anything since ${since}.`);
      const rows = lines.map((line) => [
        line.at,
        line.service,
        [line.who, line.role].filter(Boolean).join(', '),
        line.action,
        line.subject,
        line.times === 1 ? line.outcome : `${line.outcome} (${line.times} times)`,
      ]);
      answer(table(['at', 'service', 'who', 'what', 'to what', 'outcome'], rows));
    });
}
