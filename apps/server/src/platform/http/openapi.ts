import * as protocol from '@hongyan/protocol';
import { type Command, commands } from '@hongyan/protocol';
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';

/** The OpenAPI 3.1 description of every command, from the protocol itself. */
function describeApi(version: string): object {
  const { describe, components } = schemaWriter();
  const problem = { 'application/problem+json': { schema: describe(protocol.ProblemDetails) } };
  const paths = Object.entries<Command>(commands).map(([name, command]) => [
    `/api/${name}`,
    {
      post: {
        operationId: name,
        summary: name,
        description: command.summary,
        tags: [name.split('.')[0]],
        security: command.access === 'anyone' ? [] : [{ session: [] }, { bearer: [] }],
        requestBody: { required: true, content: { 'application/json': { schema: describe(command.args) } } },
        responses: {
          200: { description: 'Done', content: { 'application/json': { schema: describe(command.result) } } },
          default: { description: 'What happened and what to do', content: problem },
        },
      },
    },
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hongyan',
      version,
      description:
        'Every command, as over the socket. Sign in with `account.signIn` and send its token as `Authorization: Bearer`.',
    },
    paths: Object.fromEntries(paths),
    components: {
      schemas: components,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'hongyan_session' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

/** Writes schemas in the words of JSON Schema 2020-12, those that the protocol names once, as components. */
function schemaWriter() {
  const names = new Map<unknown, string>(
    Object.entries(protocol).flatMap(([name, value]) => (isSchema(value) ? [[value, name]] : [])),
  );
  const components: Record<string, unknown> = {};

  function describe(schema: unknown): unknown {
    const name = names.get(schema);
    if (name === undefined) return write(schema);
    if (!(name in components)) {
      components[name] = {};
      components[name] = write(schema);
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  function write(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(describe);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => [key, describe(inner)]);
    const { additionalItems, items, ...rest }: Record<string, unknown> = Object.fromEntries(entries);
    // A tuple, which TypeBox writes as older drafts have it.
    if (Array.isArray(items)) return { ...rest, prefixItems: items, items: additionalItems };
    return items === undefined ? rest : { ...rest, items };
  }

  return { describe, components };
}

function isSchema(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('type' in value || 'anyOf' in value || 'enum' in value);
}

/** Serves the description under `/openapi.json`, and a page to read it under `/docs`, all from this server. */
export async function serveApiDocs(app: FastifyInstance, version: string): Promise<void> {
  const description = describeApi(version);
  app.get('/openapi.json', async (_, reply) => reply.send(description));
  await app.register(async (docs) => {
    // The reference page starts with an inline script; it shows public text only and has no session of its own.
    docs.addHook('onSend', async (_, reply) => {
      reply.header(
        'content-security-policy',
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
      );
    });
    await docs.register(scalar, {
      routePrefix: '/docs',
      configuration: {
        url: '/openapi.json',
        withDefaultFonts: false,
        favicon: '/icon.svg',
        // What follows would talk to its maker's servers.
        telemetry: false,
        hideClientButton: true,
        showDeveloperTools: 'never',
        agent: { disabled: true },
        mcp: { disabled: true },
      },
    });
  });
}
