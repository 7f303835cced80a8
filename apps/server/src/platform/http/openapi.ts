import { type Command, commands, ProblemDetails } from '@hongyan/protocol';
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';

/** The OpenAPI 3.1 description of every command, from the protocol itself. */
export function describeApi(version: string): object {
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } } };
  const paths = Object.entries<Command>(commands).map(([name, command]) => [
    `/api/${name}`,
    {
      post: {
        operationId: name,
        summary: command.summary,
        tags: [name.split('.')[0]],
        security: command.access === 'anyone' ? [] : [{ session: [] }, { bearer: [] }],
        requestBody: { required: true, content: { 'application/json': { schema: command.args } } },
        responses: {
          200: { description: 'Done', content: { 'application/json': { schema: command.result } } },
          default: { description: 'What happened and what to do', content: problem },
        },
      },
    },
  ]);
  return {
    openapi: '3.1.0',
    info: { title: 'Hongyan', version, description: 'Every command, as over the socket.' },
    paths: Object.fromEntries(paths),
    components: {
      schemas: { ProblemDetails },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'hongyan_session' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
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
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'",
      );
    });
    await docs.register(scalar, {
      routePrefix: '/docs',
      configuration: { url: '/openapi.json', withDefaultFonts: false, telemetry: false, hideClientButton: true },
    });
  });
}
