import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProblemError, toProblem } from '@hongyan/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { post } from './http.ts';

let server: Server;
let url: string;
let answer: { status: number; body: string; headers?: Record<string, string> };
let seen: { path: string | undefined; authorization: string | undefined; body: string };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    seen = { path: request.url, authorization: request.headers.authorization, body };
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const codeOf = (promise: Promise<unknown>) => promise.catch((error: ProblemError) => [error.code, error.params]);

describe('post', () => {
  it('sends the arguments and answers the result', async () => {
    answer = { status: 200, body: '{"seq":1}' };
    expect(await post(url, 'a token', 'message.send', { text: '你好' })).toEqual({ seq: 1 });
    expect(seen).toEqual({ path: '/api/message.send', authorization: 'Bearer a token', body: '{"text":"你好"}' });
  });

  it('throws what the server says, with how long to wait', async () => {
    const body = JSON.stringify(toProblem(new ProblemError('overloaded'), 'en'));
    answer = { status: 503, body, headers: { 'retry-after': '7' } };
    expect(await codeOf(post(url, null, 'sync', {}))).toEqual(['overloaded', { seconds: 7 }]);
  });

  it('is offline for whatever else answers, and for nobody', async () => {
    answer = { status: 502, body: '<h1>Bad Gateway</h1>' };
    expect(await codeOf(post(url, null, 'sync', {}))).toEqual(['offline', {}]);
    answer = { status: 404, body: '{"message":"not ours"}' };
    expect(await codeOf(post(url, null, 'sync', {}))).toEqual(['offline', {}]);
    expect(await codeOf(post('http://127.0.0.1:1', null, 'sync', {}))).toEqual(['offline', {}]);
  });
});
