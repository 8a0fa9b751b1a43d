import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { catalogueSheet, repeatedSkus } from '../stock/catalogue-rows.js';
import { countedTwice, receiptSheet, receiptsOf } from '../stock/receipt-rows.js';
import { readSheet } from './read-sheet.js';

const CATALOGUE = 'sku,title,length_mm,width_mm,height_mm,weight_grams,unit_value,currency,dangerous_goods';
const skus = (...rows: string[]) => readSheet([CATALOGUE, ...rows].join('\n'), catalogueSheet);
const RECEIPTS = 'receipt_id,fulfillment_center_id,sku,quantity';
const receipts = (...rows: string[]) => readSheet([RECEIPTS, ...rows].join('\n'), receiptSheet);
const told = ({ faults }: { faults: { line: number; column: string; reason: string }[] }) =>
  faults.map(({ line, column, reason }) => `${line} ${column}: ${reason}`);

describe('the catalogue as CSV', () => {
  it('reads what a SKU is, its value and its dangers', () => {
    expect(skus('A,"Mug, blue",10,20,30,400,18.00,usd,yes').rows).toEqual([
      {
        line: 2,
        sellerSku: 'A',
        title: 'Mug, blue',
        lengthMm: 10,
        widthMm: 20,
        heightMm: 30,
        weightGrams: 400,
        unitValue: { currencyCode: 'USD', value: '18.00' },
        dangerousGoods: true,
      },
    ]);
  });

  it('names every fault of every row, with its line', () => {
    expect(told(skus(',Mug,0,x,30,400,18.001,USD,', 'B,Jug,1,1,1,1,5,,maybe', 'C,Cup,1,1'))).toEqual([
      '2 sku: is empty',
      '2 length_mm: cannot be taken ("0"): write a whole number, 1 or more',
      '2 width_mm: cannot be taken ("x"): write a whole number, 1 or more',
      expect.stringMatching(/^2 unit_value: /),
      '3 currency: is empty: a value needs its currency, as USD',
      '3 dangerous_goods: cannot be read ("maybe"): write true or false',
      '4 row: has 4 cells, the header has 9',
    ]);
  });

  it('has each SKU once', () => {
    const { rows } = skus('A,Mug,1,1,1,1,,,', 'B,Jug,1,1,1,1,,,', 'A,Mug,1,1,1,1,,,');
    expect(told({ faults: repeatedSkus(rows) })).toEqual(['4 sku: A is on line 2 already']);
  });

  it.each([
    ['', /1 file: is empty/],
    ['sku,title', /1 header: the header lacks length_mm, width_mm, height_mm, weight_grams/],
    [CATALOGUE, /2 file: has no rows/],
  ])('%j is no catalogue', (text, fault) => {
    expect(told(readSheet(text, catalogueSheet)).join('\n')).toMatch(fault);
  });
});

describe('receipts as CSV', () => {
  it('are grouped by receipt and centre, in parts that the door takes', () => {
    const many = Array.from({ length: 1001 }, (_, nth) => `R2,FC2,S${nth},1`);
    const { rows } = receipts('R1,FC1,A,5', 'R1,FC2,A,6', ...many, 'R1,FC1,B,7');
    expect(
      receiptsOf(rows).map(({ receiptId, fulfillmentCenterId: at, items }) => [receiptId, at, items.length]),
    ).toEqual([
      ['R1', 'FC1', 2],
      ['R1', 'FC2', 1],
      ['R2', 'FC2', 1000],
      ['R2', 'FC2', 1],
    ]);
  });

  it('count a SKU once', () => {
    const { rows } = receipts('R1,FC1,A,5', 'R1,FC1,A,5');
    expect(told({ faults: countedTwice(rows) })).toEqual([
      expect.stringMatching(/^3 sku: A of receipt R1 is on line 2 already/),
    ]);
  });
});

it('the samples are read without a fault, and every SKU received is in the catalogue', () => {
  const sample = (name: string) => readFileSync(`samples/${name}.csv`, 'utf8');
  const catalogue = readSheet(sample('catalogue'), catalogueSheet);
  const arrived = readSheet(sample('receipts'), receiptSheet);
  expect([catalogue.faults, catalogue.ignored, arrived.faults, arrived.ignored]).toEqual([[], [], [], []]);
  const known = catalogue.rows.map(({ sellerSku }) => sellerSku);
  expect(arrived.rows.filter(({ sellerSku }) => !known.includes(sellerSku))).toEqual([]);
});
