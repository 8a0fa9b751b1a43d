import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { MoneyError, parseMoney } from '#contracts';
import type { Instant } from '#contracts';
import { projectRoot } from '../project-root.js';
import { claimsCsv } from '../replay/claims.js';
import { nothing } from '../replay/outcome.js';
import { faultLines, readReplayFiles } from '../replay/read-replay-files.js';
import { readInstant } from '../replay/read-instant.js';
import type { ReplayRequest } from '../replay/replay-request.js';
import { reportsOf, runReplay } from '../replay/run-replay.js';
import type { Replayed } from '../replay/run-replay.js';
import { NO_SELLER } from '../replay/run-replay.js';
import { readWindowPlan } from '../replay/windows.js';
import { readSettings } from '../settings.js';
import { inOwnNamespace } from '../stack/own-namespace.js';
import { answer, answerJson, tell } from '../terminal/lines.js';
import { outcomeTable } from '../terminal/tables.js';
import { UserError, messageOf } from '../user-error.js';

interface ReplayOptions {
  readonly asOf?: string;
  readonly defaultValue?: string;
  readonly currency?: string;
  readonly events?: string;
  readonly out?: string;
  readonly windows: string;
  readonly keep: boolean;
  readonly namespace?: string;
  readonly strict: boolean;
  readonly json: boolean;
}

/** Some rows were not taken; those that were are replayed. */
const SOME_BAD = 2;

export function replayCommand(program: Command): void {
  program
    .command('replay')
    .description('What would I have been owed? Runs a CSV of shipments through the real services.')
    .argument(
      '<file>',
      'columns order_id, shipped_at, estimated_delivery_at, delivered_at; more in samples/README.md',
    )
    .option('--as-of <instant>', 'what is dated later is not known yet (default: now)')
    .option('--default-value <amount>', 'value of a unit whose row names none, as 100.00')
    .option('--currency <code>', 'currency of values without one, as USD')
    .option('--events <file>', 'further reports, one CloudEvent in JSON per line')
    .option('--out <file>', 'write one row per decision, with its reason and rules, as CSV')
    .option('--windows <count|days>', 'how many windows of time (24), or how long each is (30d)', '24')
    .option('--keep', 'keep the namespace, to look into it', false)
    .option('--namespace <name>', 'its name, if it is kept')
    .option('--strict', 'stop at the first bad row', false)
    .option('--json', 'print one JSON object instead of a table', false)
    .action(replay);
}

async function replay(file: string, options: ReplayOptions): Promise<void> {
  const began = performance.now();
  const settings = readSettings(process.env, projectRoot());
  const { asOf, windows, currency } = checked(options);
  const read = await readReplayFiles({ ...options, file, value: options.defaultValue, currency });
  faultLines(read, file).forEach(tell);
  if (read.bad.length > 0) process.exitCode = SOME_BAD;
  if (options.strict && read.bad.length > 0) {
    tell('Nothing was replayed: --strict stops at the first bad row.');
    return;
  }
  const request = { ...read, asOf, windows, wantsClaims: options.out !== undefined };
  const replayed = hasAnything(request)
    ? await inOwnNamespace({ settings, name: nameOf(options), keep: options.keep, report: tell }, (stack) =>
        runReplay(stack, request),
      )
    : { outcome: nothing(Math.round((performance.now() - began) / 100) / 10), decisions: [] };
  await give(replayed, options);
}

async function give({ outcome, decisions }: Replayed, options: ReplayOptions): Promise<void> {
  if (options.out !== undefined) {
    await writeFile(options.out, claimsCsv(decisions)).catch((error: unknown) => {
      throw new UserError(`${options.out} cannot be written: ${messageOf(error)}`);
    });
  }
  if (options.json) answerJson(outcome);
  else answer(outcomeTable(outcome));
}

function hasAnything(request: ReplayRequest): boolean {
  return reportsOf(request, NO_SELLER).length > 0;
}

function nameOf({ namespace }: ReplayOptions): string {
  return namespace ?? `replay-${randomBytes(4).toString('hex')}`;
}

/** The options as values. @throws UserError naming every fault at once */
function checked(
  options: ReplayOptions,
): Pick<ReplayRequest, 'asOf' | 'windows'> & { currency?: string | undefined } {
  const faults: string[] = [];
  const asOf: Instant | undefined = options.asOf === undefined ? Date.now() : readInstant(options.asOf);
  if (asOf === undefined)
    faults.push(`--as-of is "${options.asOf}": give an instant, as 2026-01-31T00:00:00Z`);
  const windows = readWindowPlan(options.windows);
  if (windows === undefined)
    faults.push(`--windows is "${options.windows}": give a count, as 24, or days, as 30d`);
  const currency = options.currency?.trim().toUpperCase();
  const valueFault = faultOfDefault(options.defaultValue, currency);
  if (valueFault !== undefined) faults.push(valueFault);
  if (options.namespace !== undefined && !options.keep)
    faults.push('--namespace names what is kept: give --keep too');
  if (asOf === undefined || windows === undefined || faults.length > 0)
    throw new UserError(faults.join('\n'));
  return { asOf, windows, currency };
}

function faultOfDefault(value: string | undefined, currency: string | undefined): string | undefined {
  // Without a currency of its own the default takes each row's, and is checked there.
  if (currency === undefined) return undefined;
  try {
    parseMoney(value ?? '0', currency);
    return undefined;
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    return `--default-value and --currency: ${error.message}`;
  }
}
