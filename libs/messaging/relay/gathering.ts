import { Alarm } from './alarm.js';

/** A batch of so many rows is worth its cost. */
const WORTH_ROWS = 500;
const REST = 2;
const MOST_MS = 30;

/**
 * A tick costs a commit and a request whatever it holds. After a small one the relay rests for a multiple of the time
 * that it took, so that a trickle of small transactions is gathered: more of them the busier the servers are. What
 * comes after a pause goes out at once.
 */
export class Gathering {
  private readonly alarm = new Alarm();

  async rest(rows: number, tookMs: number): Promise<void> {
    if (rows < WORTH_ROWS) await this.alarm.wait(Math.min(MOST_MS, REST * tookMs));
  }

  /** Somebody waits until all that was written is sent: ends this rest, or the next. */
  hurry(): void {
    this.alarm.ring();
  }
}
