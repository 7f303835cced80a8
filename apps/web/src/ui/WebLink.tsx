import type { ReactNode } from 'react';

/** A link that somebody wrote. It opens apart and learns nothing of us. */
export function WebLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      title={href}
      className="text-accent-ink underline decoration-accent-ink/40 underline-offset-2 [overflow-wrap:anywhere] [unicode-bidi:isolate] hover:decoration-current"
    >
      {children}
    </a>
  );
}
