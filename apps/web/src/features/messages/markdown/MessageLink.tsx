import type { ReactNode } from 'react';

/** A link in a message. It opens apart and learns nothing of us; `useOwnLinks` takes care of those that lead here. */
export function MessageLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      title={href}
      className="text-accent-ink underline decoration-accent-ink/40 underline-offset-2 [unicode-bidi:isolate] hover:decoration-current"
    >
      {children}
    </a>
  );
}
