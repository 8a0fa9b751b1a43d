import type { Answer, Contestant, OpenContestant, Order } from './contestant.js';

// A contestant's process: opens the one it is told, and starts and stops it.
let contestant: Contestant | undefined;

process.on('message', (order: Order) => void carryOut(order).catch(fail));
process.on('disconnect', () => process.exit(1));
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

async function carryOut(order: Order): Promise<void> {
  if (order.act === 'open') {
    const { open } = (await import(order.module)) as { open: OpenContestant<unknown> };
    contestant = await open(order.setup);
    answer({ said: 'opened' });
  } else if (order.act === 'start') {
    let running = false;
    await contestant?.start(order.round, () => {
      if (!running) answer({ said: 'began', at: Date.now() });
      running = true;
    });
  } else {
    await contestant?.stop();
    answer({ said: 'stopped' });
  }
}

function answer(what: Answer): void {
  process.send?.(what);
}

function fail(error: unknown): void {
  answer({ said: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
