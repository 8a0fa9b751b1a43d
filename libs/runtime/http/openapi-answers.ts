import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Response = { description: string; content?: object; headers?: object };

/** What any operation may answer when it does not do what was asked, whatever else it says of itself. */
const REFUSALS: Record<string, string> = {
  400: 'Every fault of the request, one entry each; nothing was done.',
  403: 'No valid access token, or one that does not go so far.',
  404: 'There is no such thing, or it is another seller’s.',
  413: 'The body is too large.',
  415: 'The body is of a type that is not read here.',
  429: 'Too many requests; `retry-after` says when to come again.',
  503: 'A server that this needs is away; `retry-after` says when to come again.',
};

const ERRORS = {
  type: 'object',
  required: ['errors'],
  properties: {
    errors: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          code: {
            type: 'string',
            description: 'As in the Selling Partner API: InvalidInput, Unauthorized, ...',
          },
          message: { type: 'string' },
          details: { type: 'string' },
        },
      },
    },
  },
} as const;

const asJson = (schema: object): object => ({ 'application/json': { schema } });
const HEADERS = {
  'x-amzn-RequestId': {
    required: true,
    description: 'Names this request in the logs.',
    schema: { type: 'string' },
  },
};
const LIMITED = {
  'x-amzn-RateLimit-Limit': {
    description: 'Requests a second, where the plan of the seller limits them.',
    schema: { type: 'string', pattern: '^\\d+(\\.\\d+)?$' },
  },
};

/** The document with what holds for every operation: refusals, their body, and the headers of every answer. */
export function completed(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, operations]) => {
    const done = Object.entries(operations as Record<string, Operation>).map(([method, operation]) => [
      method,
      { ...operation, responses: answersOf(operation) },
    ]);
    return [path, Object.fromEntries(done)];
  });
  return {
    ...document,
    paths: Object.fromEntries(paths) as OpenAPIObject['paths'],
    components: {
      ...document.components,
      schemas: { ...document.components?.schemas, Errors: ERRORS as never },
    },
  };
}

function answersOf({ responses }: Operation): Operation['responses'] {
  const said = { ...responses } as Record<string, Response>;
  for (const [status, description] of Object.entries(REFUSALS)) said[status] ??= { description };
  const complete = Object.entries(said).map(([status, response]) => {
    const schema = Number(status) < 400 ? { type: 'object' } : { $ref: '#/components/schemas/Errors' };
    const headers = { ...HEADERS, ...LIMITED, ...response.headers };
    return [status, { ...response, content: response.content ?? asJson(schema), headers }];
  });
  return Object.fromEntries(complete) as Operation['responses'];
}
