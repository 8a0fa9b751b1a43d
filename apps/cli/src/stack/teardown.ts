import { messageOf } from '../user-error.js';

/** What has to be undone, whatever happens: the last begun is undone first. */
export class Teardown {
  private steps: (() => Promise<void>)[] = [];
  private running: Promise<void> | undefined;

  add(step: () => Promise<void>): void {
    this.steps.push(step);
  }

  /** Undoes all, once; a step that fails does not keep the others from running. */
  run(report: (line: string) => void): Promise<void> {
    this.running ??= this.undo(report);
    return this.running;
  }

  private async undo(report: (line: string) => void): Promise<void> {
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) {
      await step().catch((error: unknown) => report(`While stopping: ${messageOf(error)}`));
    }
  }
}
