/** A sleep that another part of the process can end early. A ring while nobody sleeps ends the next sleep at once. */
export class Alarm {
  private rung = false;
  private wakeUp?: () => void;

  ring(): void {
    this.rung = true;
    this.wakeUp?.();
  }

  /** @returns true when it was rung, false when `ms` have passed. */
  async wait(ms: number): Promise<boolean> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wakeUp = undefined;
    }
    const rung = this.rung;
    this.rung = false;
    return rung;
  }
}
