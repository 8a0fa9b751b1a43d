import type { LineFault } from '../csv/read-sheet.js';
import { DoorError } from '../door/gateway-client.js';

interface SentRow {
  readonly line: number;
  readonly sellerSku: string;
}

/**
 * What the door said of a page of rows, with the line that each fault names: by its place in the page, or by its SKU.
 * @throws what is no refusal of the input
 */
export function serverFaults(error: unknown, page: readonly SentRow[]): LineFault[] {
  if (!(error instanceof DoorError) || error.status !== 400) throw error;
  return error.errors.map(({ message }) => {
    const [, place, field] = /^(?:skus|items)\.(\d+)\.?(\S*)/.exec(message) ?? [];
    const placed = place === undefined ? undefined : page[Number(place)];
    const words = message.split(/[\s,;:]+/);
    const row = placed ?? page.find(({ sellerSku }) => words.includes(sellerSku));
    return { line: row?.line ?? 0, column: field || (row ? 'sku' : 'file'), reason: message };
  });
}

/** Faults that name no line are of the whole. */
export function faultText(file: string, { line, reason }: LineFault): string {
  return line === 0 ? `${file}: ${reason}` : `${file} line ${line}: ${reason}`;
}
