import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { type Locale, limits, ProblemError, toProblem } from '@hongyan/protocol';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import type { AnonymousCaller, RunCommand } from '../commands/index.ts';
import { isUnavailable } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import { mayReadMetrics } from './metrics-access.ts';
import { serveApiDocs } from './openapi.ts';
import { isOwnOrigin } from './origin.ts';

export interface HttpOptions {
  publicUrl: string;
  run: RunCommand;
  log: Log;
  metrics: Registry;
  /** What readers of the metrics send; null lets programs of this machine alone read them. */
  metricsToken: string | null;
  version: string;
  /** Folder of the built web app. */
  webDir: string;
  /** Folder of the public pictures, served under `/files/`. */
  filesDir: string;
  authenticate(request: FastifyRequest): Promise<AnonymousCaller>;
  /** May turn an answer into cookies. Returns what goes into the body. */
  onAnswer(command: string, args: unknown, result: unknown, reply: FastifyReply): unknown;
  /** Whether the database answers. */
  isReady(): Promise<boolean>;
}

const closingMs = 5_000;
/** Commands that run at once. Whoever comes beyond is told to come again, and does not make the others wait. */
const mostRunning = 1_000;
/** How long a refusal for load is held back: who asks again at once would leave no time for what was accepted. */
const refusalMs = 1_000;

/** Builds the HTTP side: the commands, the web app, health, metrics and the API's description. */
export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: limits.image + 16 * 1024,
    logger: false,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'ignore',
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000, maxHeaderSize: 16 * 1024 },
  });
  await app.register(fastifyCookie);
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'", new URL(options.publicUrl).origin.replace(/^http/, 'ws')],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: options.publicUrl.startsWith('https:') ? {} : false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(options, error, request, reply));
  serveCommands(app, options);
  serveHealth(app, options);
  await serveApiDocs(app, options.version);
  await serveFiles(app, options);
  closeInTime(app);
  return app;
}

/**
 * Whoever is being answered when the server closes has some seconds. Node also waits for connections that never asked
 * anything, which browsers open in advance: without an end, they would keep the server for ever.
 */
function closeInTime(app: FastifyInstance): void {
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), closingMs).unref();
  });
}

function serveCommands(app: FastifyInstance, options: HttpOptions): void {
  // Only JSON: a form of another site cannot send it without a preflight that we refuse.
  app.removeContentTypeParser('text/plain');
  let running = 0;
  app.post<{ Params: { name: string } }>('/api/:name', async (request, reply) => {
    if (!isOwnOrigin(request.raw, options.publicUrl)) throw new ProblemError('foreign_origin');
    if (running >= mostRunning) {
      await sleep(refusalMs);
      throw new ProblemError('overloaded');
    }
    running += 1;
    try {
      const caller = await options.authenticate(request);
      const result = await options.run(request.params.name, request.body ?? {}, caller);
      reply.header('cache-control', 'no-store');
      return options.onAnswer(request.params.name, request.body, result, reply);
    } finally {
      running -= 1;
    }
  });
}

function serveHealth(app: FastifyInstance, options: HttpOptions): void {
  app.get('/healthz', async (_, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));
  app.get('/readyz', async (_, reply) => {
    const ready = await options.isReady();
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ok' : 'the database does not answer' });
  });
  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request.raw, options.metricsToken)) throw new ProblemError('metrics_closed');
    return reply
      .header('cache-control', 'no-store')
      .type(options.metrics.contentType)
      .send(await options.metrics.metrics());
  });
}

async function serveFiles(app: FastifyInstance, options: HttpOptions): Promise<void> {
  // Names of pictures are hashes of their content, so they never change.
  await app.register(fastifyStatic, {
    root: options.filesDir,
    prefix: '/files/',
    decorateReply: false,
    index: false,
    dotfiles: 'ignore',
    immutable: true,
    maxAge: '365d',
  });
  const hasWebApp = existsSync(join(options.webDir, 'index.html'));
  // The web app's own addresses all lead to its one page.
  app.setNotFoundHandler((request, reply) => {
    if (hasWebApp && isPageOfWebApp(request)) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return answerError(options, new ProblemError('unknown_command'), request, reply);
  });
  if (!hasWebApp) return;
  await app.register(fastifyStatic, {
    root: options.webDir,
    prefix: '/',
    cacheControl: false,
    setHeaders: (reply, path) => {
      const forEver = path.includes('/assets/');
      reply.header('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

function isPageOfWebApp({ method, url, headers }: FastifyRequest): boolean {
  const isNavigation = method === 'GET' && (headers.accept?.includes('text/html') ?? false);
  return isNavigation && !/^\/(api|files|assets)\//.test(url);
}

function answerError(options: HttpOptions, error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) {
  const problem = toProblem(asProblem(options, error, request), localeOf(request.raw));
  if (typeof problem.params['seconds'] === 'number') reply.header('retry-after', problem.params['seconds']);
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

function asProblem(options: HttpOptions, error: FastifyError | Error, request: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) return error;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return new ProblemError('too_large');
  if (status !== undefined && status < 500) return new ProblemError('invalid', { field: 'body' });
  if (isUnavailable(error)) {
    options.log.warn({ err: error }, 'the database cannot be asked');
    return new ProblemError('overloaded');
  }
  options.log.error({ err: error, url: request.url }, 'request failed');
  return new ProblemError('internal');
}

/** The reader's language by `Accept-Language` (RFC 9110 §12.5.4): Chinese if it comes first, English otherwise. */
export function localeOf(request: IncomingMessage): Locale {
  return /^\s*zh/i.test(request.headers['accept-language'] ?? '') ? 'zh-CN' : 'en';
}
