import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

/**
 * Tells which network address a request comes from: what the nearest host that is no trusted proxy has, by the
 * `X-Forwarded-For` of those that are.
 */
export function addressReader(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  // A request whose socket has gone has no address any more.
  return (request) => proxyAddr(request, isTrusted) ?? '';
}
