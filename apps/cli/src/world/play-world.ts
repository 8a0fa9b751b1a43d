import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../stack/open-stack.js';
import { tell } from '../terminal/lines.js';
import { progressOf } from '../terminal/progress.js';
import { faultsOf } from './books/check-books.js';
import { PutAside } from './books/put-aside.js';
import { readBooks } from './books/seller-books.js';
import type { SellerBooks } from './books/seller-books.js';
import { outcomeOf } from './books/world-outcome.js';
import type { WorldOutcome } from './books/world-outcome.js';
import { planWorld } from './plan/plan-world.js';
import { centers } from './plan/world-plan.js';
import type { WorldOptions } from './plan/world-plan.js';
import { Journeys } from './play/carriers.js';
import { inParallel } from './play/in-parallel.js';
import { closeWorld, openWorld } from './play/open-world.js';
import type { World } from './play/open-world.js';
import { playSellers } from './play/sellers.js';
import { playWarehouse } from './play/warehouses.js';

const LOOK_MS = 1_000;
/** How long the books may disagree with the players once all is told. */
const PATIENCE_MS = 90_000;

/** Plays a whole world through the public doors, and checks what its sellers read of it in the end. */
export async function playWorld(
  { gateway }: Pick<Stack, 'gateway'>,
  { rate, ...options }: WorldOptions & { rate: number },
): Promise<WorldOutcome> {
  const began = Date.now();
  const aside = await PutAside.since(gateway);
  const world = await openWorld(gateway, planWorld(options), Math.floor(began / 1000));
  const journeys = new Journeys(world);
  const progress = progressOf('world', options.orders);
  const players = [
    journeys.play(),
    ...centers.map((center) => playWarehouse(world, center, (parcel) => journeys.begin(parcel))),
  ];
  const playing = Promise.all(players);
  try {
    const toldAll = async (): Promise<readonly [SellerBooks[], string[]]> => {
      await playSellers(world, rate, () => progress.advance(1, world.ledger.line()));
      progress.done();
      tell('world: all orders are made; waiting until everything is told and accounted for ...');
      return settled(world, began, aside);
    };
    // Whoever fails first ends it for all.
    const ended = await Promise.race([toldAll(), playing.then(() => undefined)]);
    const [books, faults] = ended ?? [[], ['the players went home too early']];
    const seconds = Math.round((Date.now() - began) / 100) / 10;
    return outcomeOf({ seed: options.seed, seconds, faults, now: Date.now() }, books, world.ledger);
  } finally {
    progress.done();
    world.over = true;
    await Promise.allSettled(players);
    await closeWorld(gateway, world);
  }
}

/** The books once they agree with the players twice running, or what they still disagree in when patience ends. */
async function settled(
  world: World,
  began: number,
  aside: PutAside,
): Promise<readonly [SellerBooks[], string[]]> {
  const { ledger, sellers } = world;
  let [agreed, until] = [0, Date.now() + PATIENCE_MS];
  for (;;) {
    await sleep(LOOK_MS);
    const due = ledger.parcels.some(({ fate, dueAt }) => fate.overdue && dueAt >= Date.now());
    if (ledger.pending > 0 || due) {
      until = Date.now() + PATIENCE_MS;
      continue;
    }
    const books = await inParallel(sellers, 2, (seller) => readBooks(seller, began));
    const faults = [...books.flatMap((book) => faultsOf(book, ledger)), ...(await aside.faults())];
    agreed = faults.length === 0 && ledger.pending === 0 ? agreed + 1 : 0;
    if (agreed === 2 || Date.now() > until) return [books, faults];
  }
}
