import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../i18n/index.ts';
import { Banner, Button, Dialog } from '../../ui/index.ts';
import { useFreshState } from './fresh-state.ts';

/**
 * A few fields in a dialog. Enter saves; it waits for `onSubmit`, closes when that succeeds, and says the error when it
 * fails. `false` keeps it open: a field says what is missing.
 */
export function FormDialog({
  open,
  onClose,
  title,
  description,
  submit,
  onSubmit,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** The deed as a verb. */
  submit: string;
  onSubmit: () => Promise<void | false>;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const formId = useId();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useFreshState<string | null>(open, null);

  const run = async (event: FormEvent) => {
    event.preventDefault();
    // A dialog inside another one is still inside its form for React's events.
    event.stopPropagation();
    setBusy(true);
    setError(null);
    try {
      if ((await onSubmit()) !== false) onClose();
    } catch (thrown) {
      setError(errorText(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={formId} busy={busy}>
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
