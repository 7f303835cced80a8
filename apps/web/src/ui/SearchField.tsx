import { Search, X } from 'lucide-react';
import { type ComponentProps, type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx.ts';

export interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type' | 'ref'> {
  ref?: RefObject<HTMLInputElement | null>;
  label: string;
  value: string;
  onValue: (value: string) => void;
}

/** Text that narrows what is shown beneath. Escape clears it. */
export function SearchField({ label, value, onValue, className, onKeyDown, ref, ...rest }: SearchFieldProps) {
  const { t } = useTranslation();
  const own = useRef<HTMLInputElement>(null);
  const input = ref ?? own;
  const clear = () => {
    onValue('');
    input.current?.focus();
  };
  return (
    <div className={cx('relative', className)}>
      <Search aria-hidden className="pointer-events-none absolute start-3 top-1/2 size-4 -translate-y-1/2 text-muted" />
      <input
        placeholder={label}
        {...rest}
        ref={input}
        type="search"
        enterKeyHint="search"
        aria-label={label}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={(event) => {
          onKeyDown?.(event);
          if (event.key === 'Escape' && value && !event.nativeEvent.isComposing) {
            event.stopPropagation();
            clear();
          }
        }}
        className="min-h-11 w-full rounded-[10px] bg-sunken ps-9 pe-11 md:min-h-9 md:text-sm"
      />
      {value && (
        <button
          type="button"
          aria-label={t('clear')}
          onClick={clear}
          className="absolute end-0 top-0 grid h-full w-11 place-items-center text-muted hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}
