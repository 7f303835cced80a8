import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { FieldFrame, type FieldTexts } from './FieldFrame.tsx';

export type TextFieldProps = FieldTexts & Omit<ComponentProps<'input'>, 'id'>;

/** One line of text. */
export function TextField({ label, hint, error, hideLabel, className, ...rest }: TextFieldProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error} {...(hideLabel && { hideLabel })}>
      {(ids) => <input {...rest} {...ids} className={cx('control min-h-11 w-full px-3 md:min-h-10', className)} />}
    </FieldFrame>
  );
}

export type TextAreaProps = FieldTexts & Omit<ComponentProps<'textarea'>, 'id'>;

/** Several lines of text; grows with them where the browser can. */
export function TextArea({ label, hint, error, hideLabel, className, ...rest }: TextAreaProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error} {...(hideLabel && { hideLabel })}>
      {(ids) => (
        <textarea
          rows={3}
          {...rest}
          {...ids}
          className={cx('control field-sizing-content max-h-72 min-h-20 w-full resize-y px-3 py-2', className)}
        />
      )}
    </FieldFrame>
  );
}
