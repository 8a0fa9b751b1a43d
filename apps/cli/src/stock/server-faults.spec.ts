import { expect, it } from '@jest/globals';
import { DoorError } from '../door/gateway-client.js';
import { serverFaults } from './server-faults.js';

const page = [
  { line: 2, sellerSku: 'A' },
  { line: 7, sellerSku: 'B' },
];
const refusal = (...messages: string[]) =>
  new DoorError(
    400,
    messages.map((message) => ({ code: 'InvalidInput', message })),
    'PUT /x',
  );

it.each([
  ['skus.1.title must be a text', 7],
  ['items.0.quantity must be 1 or more', 2],
  ['seller 1 has no SKU B in its catalogue; PUT /catalogue/skus adds it', 7],
  ['there is no fulfilment centre FC9, but FC1', 0],
])('"%s" is of line %i', (message, line) => {
  expect(serverFaults(refusal(message), page)).toMatchObject([{ line, reason: message }]);
});

it('what is no refusal of the input is thrown on', () => {
  const away = new DoorError(503, [{ code: 'ServiceUnavailable', message: 'away' }], 'PUT /x');
  expect(() => serverFaults(away, page)).toThrow(away);
});
