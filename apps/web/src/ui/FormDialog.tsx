import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../i18n/index.ts';
import { Banner } from './Banner.tsx';
import { Button } from './Button.tsx';
import { Dialog, type DialogProps } from './Dialog.tsx';
import { useFreshState } from './fresh-state.ts';

export interface FormDialogProps extends Pick<DialogProps, 'open' | 'onClose' | 'title' | 'description' | 'size'> {
  /** The deed as a verb. */
  submit: string;
  danger?: boolean;
  /**
   * The dialog waits for it, closes when it succeeds, and says the error when it fails. `false` keeps it open: a field
   * says what is missing.
   */
  onSubmit: () => Promise<unknown>;
  children: ReactNode;
}

/**
 * A few fields in a dialog. Enter submits. The fields start afresh with every opening by `useFreshState`.
 */
export function FormDialog({ submit, danger, onSubmit, children, ...dialog }: FormDialogProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const formId = useId();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useFreshState<string | null>(dialog.open, null);

  const run = async (event: FormEvent) => {
    event.preventDefault();
    // For React a dialog that was opened from another form is still inside it.
    event.stopPropagation();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      if ((await onSubmit()) !== false) dialog.onClose();
    } catch (thrown) {
      setError(errorText(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      {...dialog}
      footer={
        <>
          <Button variant="secondary" onClick={dialog.onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={formId} variant={danger ? 'danger' : 'primary'} busy={busy}>
            {submit}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={run} className="flex flex-col gap-4 pt-1">
        {error && <Banner tone="danger">{error}</Banner>}
        {children}
      </form>
    </Dialog>
  );
}
