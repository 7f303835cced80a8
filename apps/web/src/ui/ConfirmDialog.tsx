import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../i18n/index.ts';
import { Banner } from './Banner.tsx';
import { Button } from './Button.tsx';
import { useFreshState } from './fresh-state.ts';

export interface ConfirmDialogProps {
  open: boolean;
  onClose: () => void;
  /** A question. */
  title: ReactNode;
  /** What will happen, and whether it can be undone. */
  body?: ReactNode;
  /** A choice that goes with the deed. */
  children?: ReactNode;
  /** The deed as a verb: "Delete", not "OK". */
  confirm: string;
  danger?: boolean;
  /** The dialog waits for it, closes when it succeeds, and says the error when it fails. */
  onConfirm: () => void | Promise<unknown>;
}

/** Asks before something that hurts. Outside presses don't close it. */
export function ConfirmDialog({
  open,
  onClose,
  title,
  body,
  children,
  confirm,
  danger,
  onConfirm,
}: ConfirmDialogProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useFreshState<string | null>(open, null);

  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      onClose();
    } catch (thrown) {
      setError(errorText(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-backdrop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-40 grid place-items-center p-6">
          <Base.Popup className="pop flex w-full max-w-sm flex-col gap-2 rounded-2xl bg-surface p-5 shadow-pop outline-none">
            <Base.Title className="text-lg font-semibold break-words">{title}</Base.Title>
            {body && <Base.Description className="text-muted break-words">{body}</Base.Description>}
            {children}
            {error && <Banner tone="danger">{error}</Banner>}
            <div className="mt-3 flex flex-wrap justify-end gap-2">
              <Base.Close render={<Button variant="secondary">{t('cancel')}</Button>} />
              <Button variant={danger ? 'danger' : 'primary'} busy={busy} onClick={run}>
                {confirm}
              </Button>
            </div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
