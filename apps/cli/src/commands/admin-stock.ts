import type { Command } from 'commander';
import { sheetOf } from '../csv/read-sheet.js';
import type { LineFault } from '../csv/read-sheet.js';
import { catalogueSheet, repeatedSkus } from '../stock/catalogue-rows.js';
import { countedTwice, pagesOf, receiptSheet, receiptsOf } from '../stock/receipt-rows.js';
import { faultText, serverFaults } from '../stock/server-faults.js';
import { answer, answerJson } from '../terminal/lines.js';
import { table } from '../terminal/tables.js';
import { UserError } from '../user-error.js';
import { inNamespace, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

type SellerOptions = NamespaceOptions & { readonly seller: string };
type HistoryOptions = SellerOptions & { readonly from: string; readonly to: string; readonly csv?: boolean };
type HistoryRow = Readonly<Record<string, string | number>>;

/** The most SKUs that the door takes at once. */
const PAGE = 1000;

/** `admin catalogue` and `admin stock`. */
export function adminStockCommand(admin: Command): void {
  const catalogue = admin.command('catalogue').description('SKUs of a seller: what the network ships');
  forSeller(catalogue.command('import'))
    .description('Put the SKUs of a CSV file into the catalogue of a seller, or change them')
    .argument(
      '<file>',
      'columns sku, title, length_mm, width_mm, height_mm, weight_grams; see samples/README.md',
    )
    .action(importCatalogue);
  const stock = admin.command('stock').description('What lies where, and how it came to that (O-7)');
  forSeller(stock.command('receive'))
    .description('Count what arrived at fulfilment centres; the same receipt again changes nothing')
    .argument('<file>', 'columns receipt_id, fulfillment_center_id, sku, quantity')
    .action(receive);
  forSeller(stock.command('history'))
    .description('The Daily Inventory History report, from the journal')
    .requiredOption('--from <date>', 'first day, YYYY-MM-DD (UTC)')
    .requiredOption('--to <date>', 'last day, at most a year later')
    .option('--csv', 'print CSV instead of a table')
    .action(history);
}

function forSeller(command: Command): Command {
  return overNamespace(command).requiredOption('--seller <sellerId>', 'whose');
}

async function importCatalogue(file: string, options: SellerOptions): Promise<void> {
  const rows = await sheetOf(file, catalogueSheet, repeatedSkus);
  const { seller: sellerId } = options;
  const kept = await inNamespace(options, async ({ gateway }) => {
    let done = 0;
    for (const page of pagesOf(rows, PAGE)) {
      const skus = page.map(({ line: _line, ...sku }) => sku);
      await gateway
        .put('/catalogue/skus', { sellerId, skus })
        .catch((error: unknown) => refuse(file, serverFaults(error, page), `${done} SKUs were kept before`));
      done += page.length;
    }
    return done;
  });
  if (options.json) answerJson({ skus: kept });
  else answer(`${kept} SKUs are in the catalogue as the file says.`);
}

async function receive(file: string, options: SellerOptions): Promise<void> {
  const rows = await sheetOf(file, receiptSheet, countedTwice);
  const { seller: sellerId } = options;
  const receipts = receiptsOf(rows);
  const faults = await inNamespace(options, async ({ gateway }) => {
    const found: LineFault[] = [];
    // One receipt that is refused keeps none of the others back.
    for (const { items, receiptId, fulfillmentCenterId } of receipts) {
      const counted = items.map(({ sellerSku, quantity }) => ({ sellerSku, quantity }));
      await gateway
        .post('/stock/receipts', { sellerId, fulfillmentCenterId, receiptId, items: counted })
        .catch((error: unknown) => {
          const first = items[0]?.line ?? 0;
          found.push(...serverFaults(error, items).map((fault) => ({ ...fault, line: fault.line || first })));
        });
    }
    return found;
  });
  if (faults.length > 0)
    refuse(file, faults, 'All other receipts were counted; the whole file may be sent again');
  const pieces = rows.reduce((sum, { quantity }) => sum + quantity, 0);
  if (options.json) answerJson({ receipts: receipts.length, pieces });
  else answer(`${pieces} pieces of ${receipts.length} receipts are counted.`);
}

async function history(options: HistoryOptions): Promise<void> {
  const { seller: sellerId, from, to, csv } = options;
  const query = { sellerId, from, to };
  if (csv === true) {
    const text = await inNamespace(options, ({ gateway }) =>
      gateway.text('/stock/history', { ...query, format: 'csv' }),
    );
    answer(text.trimEnd());
    return;
  }
  const { rows } = await inNamespace(options, ({ gateway }) =>
    gateway.get<{ rows: HistoryRow[] }>('/stock/history', query),
  );
  if (options.json) answerJson(rows);
  else answer(rows.length === 0 ? 'Nothing lay anywhere on these days.' : historyTable(rows));
}

// Columns that are empty throughout tell nothing.
function historyTable(rows: readonly HistoryRow[]): string {
  const names = Object.keys(rows[0] ?? {}).filter((name) => rows.some((row) => row[name] !== 0));
  return table(
    names,
    rows.map((row) => names.map((name) => row[name] ?? 0)),
  );
}

function refuse(file: string, faults: readonly LineFault[], then: string): never {
  throw new UserError([...faults.map((fault) => faultText(file, fault)), `${then}.`].join('\n'));
}
