import { writeFileSync } from 'node:fs';

interface Document {
  readonly paths: Record<string, object>;
  readonly components?: { readonly schemas?: Record<string, object> };
}

/**
 * All documents of the door as one, for one run instead of five. Schemas are named after their service, since two
 * services may mean different things by one name.
 */
export async function documentOf(url: string): Promise<Document> {
  const index = (await (await fetch(`${url}/openapi.json`)).json()) as { documents: Record<string, string> };
  const all: Document[] = [];
  for (const [service, path] of Object.entries(index.documents)) {
    const text = await (await fetch(`${url}${path}`)).text();
    const named = text.replaceAll('#/components/schemas/', `#/components/schemas/${service}.`);
    const { components, ...document } = JSON.parse(named) as Document;
    const schemas = Object.entries(components?.schemas ?? {}).map(([name, one]) => [
      `${service}.${name}`,
      one,
    ]);
    all.push({ ...document, components: { ...components, schemas: Object.fromEntries(schemas) as never } });
  }
  const [first] = all;
  return {
    ...first,
    paths: Object.assign({}, ...all.map(({ paths }) => paths)) as Document['paths'],
    components: {
      ...first?.components,
      schemas: Object.assign({}, ...all.map(({ components }) => components?.schemas)) as never,
    },
  };
}

/** Operations in it. */
export const operationsIn = ({ paths }: Document): number =>
  Object.values(paths).reduce((sum, operations) => sum + Object.keys(operations).length, 0);

/** Puts the door's document where a program can read it. */
export async function writeDocument(url: string, file: string): Promise<number> {
  const document = await documentOf(url);
  writeFileSync(file, JSON.stringify(document));
  return operationsIn(document);
}
