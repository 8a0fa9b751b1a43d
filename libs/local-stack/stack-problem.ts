/** Something on this machine that its user can put right: the message names the fault and what to do next. */
export class StackProblem extends Error {
  override readonly name = 'StackProblem';
}

/** The text of whatever was thrown, for the end of a message. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
