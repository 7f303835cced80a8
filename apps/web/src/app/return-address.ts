const base = 'http://here.invalid';

/**
 * The path to go to after signing in, or `/`. Only paths of this site: an address such as `//evil.example` or
 * `/\evil.example` would lead elsewhere, and so would `/..//evil.example` once its dots are resolved.
 */
export function safeReturn(from: string | undefined): string {
  if (!from?.startsWith('/') || !URL.canParse(from, base)) return '/';
  const { origin, pathname, search, hash } = new URL(from, base);
  return origin === base && !pathname.startsWith('//') ? pathname + search + hash : '/';
}
