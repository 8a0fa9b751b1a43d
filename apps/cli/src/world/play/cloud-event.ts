import { randomUUID } from 'node:crypto';

/** A report as POST /events takes it. */
export function cloudEvent(name: string, data: object): object {
  const type = `makegood.report.${name}.v1`;
  return { specversion: '1.0', id: randomUUID(), source: 'makegood-world', type, data };
}
