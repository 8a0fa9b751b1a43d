import { join } from 'node:path';
import { lastLines, runCommand } from '../../libs/local-stack/run-command.js';

const CONFIG = join(process.cwd(), 'test', 'schemathesis', 'schemathesis.toml');

export interface FuzzRun {
  /** The program. */
  readonly st: string;
  /** The door. */
  readonly url: string;
  /** A folder of its own, with the OpenAPI document as `document.json`. */
  readonly folder: string;
  /** Access token; none: as a stranger. */
  readonly token?: string;
  readonly seed: number;
  readonly phases: readonly ('coverage' | 'fuzzing')[];
  /** Requests per operation in the phase `fuzzing`; `coverage` works out its own from the document. */
  readonly examples: number;
  /** Goes on with other requests until then. */
  readonly seconds?: number;
}

export interface Fuzzed {
  /** What schemathesis found, in its words; empty when all is well. */
  readonly failures: string;
  /** Requests that were made. */
  readonly requests: number;
}

/** Asks every operation of the document for what it says and for what it does not, as one principal. */
export async function fuzz(run: FuzzRun): Promise<Fuzzed> {
  const { st, url, folder, token, seed, examples, seconds, phases } = run;
  const { code, output } = await runCommand(
    st,
    [
      '--config-file',
      CONFIG,
      'run',
      join(folder, 'document.json'),
      `--url=${url}`,
      `--phases=${phases.join(',')}`,
      `--seed=${seed}`,
      `--max-examples=${examples}`,
      ...(seconds === undefined ? [] : [`--max-time=${seconds}`]),
      '--generation-database=none',
      '--continue-on-failure',
      '--warnings=off',
      '--no-color',
      '--request-timeout=20',
      ...(token === undefined ? [] : ['--header', `x-amz-access-token: ${token}`]),
    ],
    // It keeps a cache where it runs.
    { cwd: folder },
  );
  const said = output.replaceAll(token ?? '\0', 'TOKEN');
  const requests = Number(/(\d+) generated/.exec(said)?.[1] ?? 0);
  if (code === 0) return { failures: '', requests };
  const from = said.search(/^=+ (ERRORS|FAILURES) =+$/m);
  return { failures: from < 0 ? lastLines(said, 20) : said.slice(from), requests };
}
