import { InvalidArgumentError, type Command } from 'commander';
import { answer, answerJson } from '../terminal/lines.js';
import { table } from '../terminal/tables.js';
import { UserError } from '../user-error.js';
import { inNamespace, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

interface ShownSecret {
  readonly carrier: string;
  readonly webhook: string;
  readonly secret: string | null;
}

interface Feed {
  readonly carrier: string;
  readonly publisher: string;
  readonly format: string;
  readonly poll: { readonly url: string; readonly everySeconds: number; readonly failures: number } | null;
  readonly lastHeardAt: string | null;
  readonly silentSeconds: number;
  readonly scans: number;
  readonly trouble: string | null;
  readonly troubleAt: string | null;
}

interface AddOptions extends NamespaceOptions {
  readonly publisher: string;
  readonly carrier: string;
  readonly format: string;
  readonly calls?: string[];
  readonly timeZone?: string;
  readonly secret?: string;
  readonly poll?: string;
  readonly every: number;
  readonly pollToken?: string;
}

interface RotateOptions extends NamespaceOptions {
  readonly secret?: string;
  readonly keepHours?: number;
}

/** How carriers tell of scans by themselves; docs/carrier-feeds.md says how to sign, drop and answer. */
export function adminFeedCommand(admin: Command): void {
  const feed = admin.command('feed').description('How carriers push, drop or are asked for scans');
  overNamespace(feed.command('add'))
    .description('Add the feed of a carrier; its secret is shown this once')
    .requiredOption('--publisher <name>', 'a publisher with the role carrier or network')
    .requiredOption('--carrier <code>', 'our code of the carrier, as in its packages')
    .requiredOption('--format <format>', 'makegood, aftership or easypost')
    .option(
      '--calls <names...>',
      'how the other side calls this carrier; whatever else it sends is left alone',
    )
    .option('--time-zone <zone>', 'of times without an offset (UTC unless told)')
    .option('--secret <text>', 'the other side’s own secret, as AfterShip has one')
    .option('--poll <url>', 'ask there; a user and password in it become the authorization')
    .option('--every <seconds>', 'from one question to the next', seconds, 60)
    .option('--poll-token <token>', 'sent as a bearer token')
    .action(async (options: AddOptions) => {
      const { publisher, carrier, format, calls, timeZone, secret } = options;
      const request = { publisher, carrier, format, calls, timeZone, secret, poll: pollOf(options) };
      const added = await inNamespace(options, ({ gateway }) => gateway.post<ShownSecret>('/feeds', request));
      showSecret(added, options);
    });
  overNamespace(feed.command('list'))
    .description('List every feed, with when it was last heard')
    .action(async (options: NamespaceOptions) => {
      const { feeds } = await inNamespace(options, ({ gateway }) => gateway.get<{ feeds: Feed[] }>('/feeds'));
      if (options.json) answerJson(feeds);
      else answer(feedTable(feeds));
    });
  overNamespace(feed.command('rotate'))
    .description('Give a feed a new secret; the old one counts for a day more')
    .argument('<carrier>')
    .option('--secret <text>', 'the other side’s own new secret')
    .option('--keep-hours <hours>', 'how long the old one still counts; 0: not at all', hours)
    .action(async (carrier: string, options: RotateOptions) => {
      const { secret, keepHours } = options;
      const rotated = await inNamespace(options, ({ gateway }) =>
        gateway.post<ShownSecret>(`${pathOf(carrier)}/rotate`, { secret, keepHours }),
      );
      showSecret(rotated, options);
    });
  overNamespace(feed.command('remove'))
    .description('Remove a feed: nothing is taken from it any more; what it told stays')
    .argument('<carrier>')
    .action(async (carrier: string, options: NamespaceOptions) => {
      const removed = await inNamespace(options, ({ gateway }) => gateway.delete<object>(pathOf(carrier)));
      if (options.json) answerJson(removed);
      else answer(`The feed of ${carrier} is removed.`);
    });
}

const pathOf = (carrier: string): string => `/feeds/${encodeURIComponent(carrier)}`;

/** A URL may hold a user and password, as curl takes them; they are kept apart from it, and sealed. */
export function pollOf({
  poll,
  every,
  pollToken,
}: Pick<AddOptions, 'poll' | 'every' | 'pollToken'>): object | undefined {
  if (poll === undefined) return undefined;
  if (!URL.canParse(poll)) throw new UserError(`--poll ${poll} is no URL: write it with https://`);
  const url = new URL(poll);
  const login = [url.username, url.password].map(decodeURIComponent).join(':');
  [url.username, url.password] = ['', ''];
  const basic = login === ':' ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
  return {
    url: url.toString(),
    everySeconds: every,
    authorization: pollToken === undefined ? basic : `Bearer ${pollToken}`,
  };
}

function seconds(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('must be a whole number of seconds.');
  return Number(text);
}

function hours(text: string): number {
  if (!/^\d{1,4}(\.\d+)?$/.test(text)) throw new InvalidArgumentError('must be a number of hours.');
  return Number(text);
}

function showSecret(shown: ShownSecret, { json }: NamespaceOptions): void {
  if (json) return answerJson(shown);
  const rows = [
    ['carrier', shown.carrier],
    ['webhook', `POST ${shown.webhook}`],
    ['secret', shown.secret ?? 'as it was given'],
  ];
  const keep = shown.secret === null ? '' : '\nKeep the secret: it is not shown again.';
  answer(`${table(['', ''], rows)}${keep}`);
}

function feedTable(feeds: readonly Feed[]): string {
  if (feeds.length === 0)
    return 'There is no feed yet: npm run admin -- feed add --publisher NAME --carrier CODE --format makegood';
  const rows = feeds.map((one) => [
    one.carrier,
    one.publisher,
    one.format,
    one.lastHeardAt ?? 'never',
    age(one.silentSeconds),
    one.scans,
    one.poll === null ? '' : `every ${one.poll.everySeconds} s${failed(one.poll.failures)}`,
    one.trouble === null ? '' : `${one.troubleAt}: ${one.trouble.slice(0, 80)}`,
  ]);
  return table(['carrier', 'publisher', 'format', 'last heard', 'silent', 'scans', 'asked', 'trouble'], rows);
}

const failed = (failures: number): string => (failures === 0 ? '' : `, failed ${failures} times`);

/** `3 d 4 h`, `5 h 6 min`, `7 min`: the two largest parts. */
export function age(ofSeconds: number): string {
  const minutes = Math.floor(ofSeconds / 60);
  const [days, rest] = [Math.floor(minutes / 1_440), minutes % 1_440];
  if (days > 0) return `${days} d ${Math.floor(rest / 60)} h`;
  return rest >= 60 ? `${Math.floor(rest / 60)} h ${rest % 60} min` : `${rest} min`;
}
