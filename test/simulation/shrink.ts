import type { Item, Plan } from './plan.js';

/** So many plays are worth a shorter history. */
const MOST_PLAYS = 60;

/** Leaves out of a failing plan what it also fails without: faults, then whole orders, then single deeds. */
export async function shrink(failing: Plan, fails: (plan: Plan) => Promise<boolean>): Promise<Plan> {
  let plan = failing;
  let plays = 0;
  const without = async (smaller: Plan): Promise<void> => {
    if ((plays += 1) <= MOST_PLAYS && (await fails(smaller))) plan = smaller;
  };
  for (const fault of failing.faults)
    await without({ ...plan, faults: plan.faults.filter((one) => one !== fault) });
  for (const order of new Set(failing.items.flatMap(orderOf))) await without(withoutOrder(plan, order));
  for (const item of failing.items) if (item.deed.kind !== 'report') await without(withoutDeed(plan, item));
  return plan;
}

/** What is not said need not be put aside either. */
function withoutDeed(plan: Plan, item: Item): Plan {
  const { deed } = item;
  const { expected } = plan;
  return {
    ...plan,
    items: plan.items.filter((one) => one !== item),
    expected:
      deed.kind === 'poison'
        ? { ...expected, poison: new Set([...expected.poison].filter((id) => id !== deed.id)) }
        : expected,
  };
}

function withoutOrder(plan: Plan, order: string): Plan {
  const { expected, items } = plan;
  return {
    ...plan,
    items: items.filter((item) => !orderOf(item).includes(order)),
    expected: { ...expected, packages: expected.packages.filter((one) => one.order !== order) },
  };
}

const orderOf = ({ deed }: Item): string[] => ('report' in deed ? [deed.report.order] : []);
