import { editionM, editionM20 } from '../editions.js';
import { contracts } from '../index.js';
import { Policy } from '../policy.js';
import { schemaDocument, schemaOf } from '../schema.js';
import { asyncApi } from './asyncapi.js';
import { eventsPage } from './events-page.js';

/** Folders that hold generated files and nothing else. */
export const generatedFolders = ['docs/schemas'];

/** Every generated file, by its path from the project's root, with its content. */
export function generatedFiles(): Map<string, string> {
  const schemas = contracts().map(
    (contract) => [`docs/schemas/${contract.type}.schema.json`, json(schemaDocument(contract))] as const,
  );
  return new Map([
    ['docs/events.md', eventsPage()],
    ['docs/asyncapi.json', json(asyncApi())],
    ...schemas,
    ['docs/schemas/policy.schema.json', json({ ...policyHead, ...schemaOf(Policy) })],
    ['policies/m.json', json(editionM)],
    ['policies/m20.json', json(editionM20)],
  ]);
}

const policyHead = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'urn:makegood:schema:policy',
  title: 'Policy',
  description: 'A version of the policy, as `admin -- policy put` reads it.',
};

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
