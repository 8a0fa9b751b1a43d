import { Presets, SingleBar } from 'cli-progress';
import { tell } from './lines.js';

/** How far a long piece of work has come. */
export interface Progress {
  /** Adds to what is done; `what` says at what it is now. */
  advance(by: number, what?: string): void;
  done(): void;
}

const LINES_WITHOUT_TERMINAL = 4;

/** A bar where stderr is a terminal, else a line at each quarter: a log is not filled with bars. */
export function progressOf(title: string, total: number): Progress {
  return process.stderr.isTTY ? bar(title, total) : lines(title, total);
}

function bar(title: string, total: number): Progress {
  const drawn = new SingleBar(
    {
      format: `${title} [{bar}] {percentage}% {what}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: false,
    },
    Presets.legacy,
  );
  drawn.start(total, 0, { what: '' });
  return {
    advance: (by, what) => drawn.increment(by, what === undefined ? {} : { what }),
    done: () => drawn.stop(),
  };
}

function lines(title: string, total: number): Progress {
  let [sofar, told] = [0, 0];
  return {
    advance: (by, what = '') => {
      sofar += by;
      const quarter = Math.floor((sofar / Math.max(total, 1)) * LINES_WITHOUT_TERMINAL);
      if (quarter > told) tell(`${title}: ${quarter * (100 / LINES_WITHOUT_TERMINAL)}% ${what}`.trimEnd());
      told = Math.max(told, quarter);
    },
    done: () => undefined,
  };
}
