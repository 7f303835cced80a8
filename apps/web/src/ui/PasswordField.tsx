import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx.ts';
import { FieldFrame } from './FieldFrame.tsx';
import { IconButton } from './IconButton.tsx';
import type { TextFieldProps } from './TextField.tsx';

/** A password that can be looked at. Say `autoComplete`: `current-password` or `new-password`. */
export function PasswordField({ label, hint, error, className, ...rest }: TextFieldProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(ids) => (
        <div className="relative">
          <input
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            {...rest}
            {...ids}
            type={shown ? 'text' : 'password'}
            className={cx('control min-h-11 w-full ps-3 pe-12 md:min-h-10', className)}
          />
          <IconButton
            className="absolute end-0.5 top-1/2 -translate-y-1/2"
            label={shown ? t('hidePassword') : t('showPassword')}
            icon={shown ? <EyeOff /> : <Eye />}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </FieldFrame>
  );
}
