import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx.ts';
import { IconButton } from './IconButton.tsx';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  size?: 'small' | 'medium' | 'large';
  /** What gets the focus; otherwise the first control, or on a touch screen nothing that would call the keyboard up. */
  initialFocus?: RefObject<HTMLElement | null>;
  children?: ReactNode;
}

const widths = { small: 'md:max-w-sm', medium: 'md:max-w-md', large: 'md:max-w-2xl' };

/** A window over the page: in the middle on a desktop, a sheet from below on a phone. Escape and outside close it. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  footer,
  size = 'medium',
  initialFocus,
  children,
}: DialogProps) {
  const { t } = useTranslation();
  const popup = useRef<HTMLDivElement>(null);
  const focusFirst = () => initialFocus?.current ?? (matchMedia('(pointer: coarse)').matches ? popup.current : true);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-backdrop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center md:items-center md:p-6">
          <Base.Popup
            ref={popup}
            initialFocus={focusFirst}
            className={cx(
              'safe-bottom relative flex max-h-[calc(100dvh-2.5rem)] w-full flex-col rounded-t-2xl bg-surface shadow-pop outline-none transition-[translate,scale,opacity,filter] duration-150 data-nested-dialog-open:brightness-75 md:max-h-[calc(100dvh-3rem)] md:rounded-2xl md:pb-0',
              'data-ending-style:translate-y-full data-starting-style:translate-y-full md:data-ending-style:translate-y-0 md:data-ending-style:scale-97 md:data-ending-style:opacity-0 md:data-starting-style:translate-y-0 md:data-starting-style:scale-97 md:data-starting-style:opacity-0',
              widths[size],
            )}
          >
            <header className="ps-5 pe-14 pt-4.5 pb-1.5">
              <Base.Title className="text-lg font-semibold break-words">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-muted">{description}</Base.Description>}
            </header>
            <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 pt-2 pb-5">{children}</div>
            {footer && (
              <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
            )}
            {/* The last, so that the Tab key comes to what the dialog is for first. */}
            <Base.Close render={<IconButton label={t('close')} icon={<X />} className="absolute end-3 top-3" />} />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
