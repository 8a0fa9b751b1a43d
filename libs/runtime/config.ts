/** A variable of the environment: how it is read, and what to show to one who set it wrongly. */
export interface Variable<T> {
  /** The text -> the value; throws an Error whose message says what is wrong. */
  read: (text: string) => T;
  example: string;
  /** Value when the variable is absent or empty; without it the variable is required. */
  fallback?: T;
  /** Never shown, not even in the list of faults. */
  secret?: boolean;
}

/** A variable with its name, and the name that serves when the first is not set. */
type Named<T> = Variable<T> & { name: string; or?: string };

/** Field of the config -> name of the variable and how to read it. */
export type ConfigSpec = Record<string, Named<unknown>>;
export type ConfigOf<S extends ConfigSpec> = { readonly [K in keyof S]: ReturnType<S[K]['read']> };

/** The environment is unusable; the message lists every fault. Exit code 78 (EX_CONFIG). */
export class ConfigError extends Error {
  readonly exitCode = 78;
  constructor(readonly faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

/** Reads every variable of `spec` once; throws one `ConfigError` with all faults: name, what is wrong, example. */
export function parseConfig<S extends ConfigSpec>(env: NodeJS.ProcessEnv, spec: S): ConfigOf<S> {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [field, variable] of Object.entries(spec)) {
    const set = [variable.name, variable.or].find((name) => name !== undefined && env[name]?.trim());
    if (set === undefined) {
      if ('fallback' in variable) values[field] = variable.fallback;
      else faults.push(`${namesOf(variable)} is not set; example: ${variable.name}=${variable.example}`);
      continue;
    }
    const text = env[set]?.trim() ?? '';
    try {
      values[field] = variable.read(text);
    } catch (error) {
      const shown = variable.secret === true ? '' : ` (${JSON.stringify(text)})`;
      faults.push(`${set}${shown} ${(error as Error).message}; example: ${set}=${variable.example}`);
    }
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return values as ConfigOf<S>;
}

const namesOf = (variable: Named<unknown>): string =>
  variable.or === undefined ? variable.name : `${variable.name} (or ${variable.or})`;

type Options<T> = { example?: string; fallback?: T; secret?: boolean; or?: string };

/** Any text that is not empty. */
export const text = <F = string>(name: string, options: Options<F> = {}): Named<string | F> => ({
  name,
  example: 'text',
  ...options,
  read: (value) => value,
});

/** A whole number between `min` and `max`, both allowed. */
export const integer = (
  name: string,
  min: number,
  max: number,
  options: Options<number> = {},
): Named<number> => ({
  name,
  example: String(min),
  ...options,
  read: (value) => {
    const number = Number(value);
    if (!/^-?\d+$/.test(value) || number < min || number > max) {
      throw new Error(`must be a whole number from ${min} to ${max}`);
    }
    return number;
  },
});

/** A URL of one of the given schemes (`http:`), without a trailing slash. */
export const url = <F = string>(
  name: string,
  schemes: string[],
  options: Options<F> = {},
): Named<string | F> => ({
  name,
  example: `${schemes[0] ?? 'http:'}//127.0.0.1`,
  ...options,
  read: (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (parsed === undefined || !schemes.includes(parsed.protocol)) {
      throw new Error(
        `must be a URL that starts with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
      );
    }
    return value.replace(/\/+$/, '');
  },
});

/** `host:port`, several separated by commas. */
export const hostPorts = (name: string, options: Options<string[]> = {}): Named<string[]> => ({
  name,
  example: '127.0.0.1:9092',
  ...options,
  read: (value) => {
    const entries = value.split(',').map((entry) => entry.trim());
    const wrong = entries.filter((entry) => !/^[^\s:]+:\d{1,5}$/.test(entry));
    if (wrong.length > 0)
      throw new Error(`must be host:port, several separated by commas; wrong: ${wrong.join(', ')}`);
    return entries;
  },
});

/** `1`/`true` or `0`/`false`. */
export const flag = (name: string, fallback = false): Named<boolean> => ({
  name,
  example: '1',
  fallback,
  read: (value) => {
    if (['1', 'true'].includes(value)) return true;
    if (['0', 'false'].includes(value)) return false;
    throw new Error('must be 1 or 0');
  },
});

/** One of the given words. */
export const oneOf = <const W extends string>(name: string, words: readonly W[], fallback?: W): Named<W> => ({
  name,
  example: words[0] ?? '',
  ...(fallback === undefined ? {} : { fallback }),
  read: (value) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw new Error(`must be one of ${words.join(', ')}`);
    return word;
  },
});

/** A JSON value that `check` accepts; `check` returns it typed, or throws what is wrong. */
export const json = <T>(name: string, check: (value: unknown) => T, options: Options<T> = {}): Named<T> => ({
  name,
  example: '{}',
  ...options,
  read: (value) => {
    let parsed: unknown;
    try {
      parsed = JSON.parse(value);
    } catch {
      throw new Error('must be JSON');
    }
    return check(parsed);
  },
});
