/**
 * The path to go to after signing in, or `/`. Only paths of this site: an address such as `//evil.example` or
 * `/\evil.example` would lead elsewhere.
 */
export function safeReturn(from: string | undefined): string {
  if (!from?.startsWith('/') || /^\/[/\\]/.test(from)) return '/';
  const address = new URL(from, 'http://here.invalid');
  return address.host === 'here.invalid' ? address.pathname + address.search + address.hash : '/';
}
