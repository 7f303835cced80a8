import { useTranslation } from 'react-i18next';
import { cx } from './cx.ts';
import { PasswordField } from './PasswordField.tsx';
import { type PasswordAdvice, passwordAdvice } from './password-advice.ts';
import type { TextFieldProps } from './TextField.tsx';

const tones: Partial<Record<PasswordAdvice['says'], string>> = {
  long: 'text-warning',
  common: 'text-warning',
  name: 'text-warning',
  repeats: 'text-warning',
  fine: 'text-success',
  strong: 'text-success',
};

/** A password to be: says how good it is while it is typed. `userName` is whose it will be, as far as it is known. */
export function NewPasswordField({
  userName,
  value,
  error,
  ...rest
}: Omit<TextFieldProps, 'value' | 'hint' | 'autoComplete'> & { userName: string; value: string }) {
  const { t } = useTranslation();
  const advice = passwordAdvice(value, userName);
  const words =
    'count' in advice ? t(`password.${advice.says}`, { count: advice.count }) : t(`password.${advice.says}`);
  const good = advice.says === 'fine' || advice.says === 'strong';
  return (
    <PasswordField
      {...rest}
      value={value}
      autoComplete="new-password"
      // What is wrong with this one says more than that something is.
      error={error && !good ? words : error}
      hint={
        !error && (
          <span aria-live="polite" className={cx(tones[advice.says])}>
            {words}
          </span>
        )
      }
    />
  );
}
