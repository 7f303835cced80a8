import type { IncomingMessage } from 'node:http';

/**
 * Whether a request comes from our own pages, or not from a browser at all. A browser always sends `Origin` with a
 * WebSocket and with a POST (RFC 6454, Fetch §3.1); one that differs from the address it talks to is foreign.
 */
export function isOwnOrigin(request: IncomingMessage, publicUrl: string): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (origin === new URL(publicUrl).origin) return true;
  try {
    return host !== undefined && new URL(origin).host === host;
  } catch {
    return false;
  }
}
