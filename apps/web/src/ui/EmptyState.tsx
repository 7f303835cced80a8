import type { ReactNode } from 'react';

/** Nothing is here yet: says so and what to do. */
export function EmptyState({
  icon,
  title,
  body,
  action,
}: {
  icon?: ReactNode;
  title: string;
  body?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="m-auto flex max-w-sm flex-col items-center gap-2 p-8 text-center">
      {icon && (
        <div
          aria-hidden
          className="mb-2 grid size-16 place-items-center rounded-full bg-accent-soft text-accent-ink [&_svg]:size-7"
        >
          {icon}
        </div>
      )}
      <h2 className="text-lg font-semibold">{title}</h2>
      {body && <p className="text-muted">{body}</p>}
      {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
