import { planOf, type Plan } from './plan.js';
import { plantNamed, type Plant } from './plants.js';
import type { Played } from './play.js';
import { Player, tameness } from './player.js';
import { TOO_TAME, type SeedResult, type WorkerTask } from './seed-result.js';
import { shrink } from './shrink.js';

process.once('message', (task: WorkerTask) => {
  work(task).then(
    () => process.disconnect(),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});

async function work(task: WorkerTask): Promise<void> {
  const player = await Player.open();
  let toShrink = task.shrink;
  for (const game of task.games) {
    const plant = game.plant === undefined ? undefined : plantNamed(game.plant);
    const plan = planOf(game.seed);
    const played = await player.play(plan, plant);
    const result: SeedResult = { ...resultOf(plan, played), plant: game.plant };
    const [first] = result.violations;
    if (first && first.invariant !== TOO_TAME && toShrink > 0) {
      toShrink -= 1;
      result.minimal = await minimal(player, plan, first.invariant, plant);
    }
    await new Promise<void>((sent) => process.send?.(result, () => sent()));
  }
  await player.close();
}

function resultOf(plan: Plan, played: Played): SeedResult {
  const { seed, hash, events, steps, rebalances, history, violations } = played;
  return {
    seed,
    hash,
    events,
    steps,
    counts: { ...Object.fromEntries(history.counts), reordered: plan.reordered, rebalances },
    points: Object.fromEntries(history.points),
    violations: [...violations, ...tameness(plan, played)],
  };
}

/** The shortest history found that breaks the same promise. */
async function minimal(player: Player, plan: Plan, invariant: string, plant?: Plant): Promise<string[]> {
  const breaks = (played: Played) => played.violations.some((one) => one.invariant === invariant);
  const smallest = await shrink(plan, async (smaller) => breaks(await player.play(smaller, plant)));
  const { history, violations } = await player.play(smallest, plant);
  return [...history.faults, ...violations.map((one) => `-> ${one.invariant}: ${one.detail}`)];
}
