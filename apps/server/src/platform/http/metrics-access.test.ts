import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { mayReadMetrics } from './metrics-access.ts';

const token = 'geese-fly-south-1037';

function request(remoteAddress: string, headers: IncomingMessage['headers'] = {}): IncomingMessage {
  return { headers, socket: { remoteAddress } } as IncomingMessage;
}

test.each([
  ['127.0.0.1', {}, true],
  ['127.8.9.10', {}, true],
  ['::1', {}, true],
  ['::ffff:127.0.0.1', {}, true],
  ['192.168.0.7', {}, false],
  ['::ffff:192.168.0.7', {}, false],
  ['2001:db8::1', {}, false],
  ['', {}, false],
  ['127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }, false],
  ['127.0.0.1', { forwarded: 'for=203.0.113.9' }, false],
  ['127.0.0.1', { via: '1.1 proxy' }, false],
  ['127.0.0.1', { authorization: `Bearer ${token}` }, true],
])('without a token, from %s with %j: %s', (address, headers, expected) => {
  expect(mayReadMetrics(request(address, headers), null)).toBe(expected);
});

test.each([
  ['127.0.0.1', {}, false],
  ['127.0.0.1', { authorization: 'Bearer geese-fly-north-1037' }, false],
  ['127.0.0.1', { authorization: token }, false],
  ['127.0.0.1', { authorization: `Bearer ${token}` }, true],
  ['203.0.113.9', { authorization: `Bearer ${token}`, 'x-forwarded-for': '198.51.100.1' }, true],
])('with a token, from %s with %j: %s', (address, headers, expected) => {
  expect(mayReadMetrics(request(address, headers), token)).toBe(expected);
});
