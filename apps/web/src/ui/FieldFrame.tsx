import { type ReactNode, useId } from 'react';

export interface FieldTexts {
  label: string;
  hint?: ReactNode;
  /** In words: what is wrong and what to do. */
  error?: string | undefined;
  /** Screen readers hear the label, nobody sees it. */
  hideLabel?: boolean;
}

interface ControlIds {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/** Label, hint and error round one control, tied together for screen readers. */
export function FieldFrame({
  label,
  hint,
  error,
  hideLabel,
  children,
}: FieldTexts & { children: (ids: ControlIds) => ReactNode }) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': [errorId, hintId].filter(Boolean).join(' ') || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      <div id={errorId} role="alert" className={error ? 'text-sm text-danger' : 'hidden'}>
        {error}
      </div>
      {hint && (
        <div id={hintId} className="text-sm text-muted">
          {hint}
        </div>
      )}
    </div>
  );
}
