import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useStore } from '../../app/client.tsx';
import { ConfirmDialog } from '../../ui/index.ts';

/** Signs this device out, after a question. Put `dialog` on the page and call `ask`. */
export function useSignOut(): { ask: () => void; dialog: ReactNode } {
  const { t } = useTranslation('settings');
  const [open, setOpen] = useState(false);
  const session = useSession();
  const navigate = useNavigate();
  const unsent = useStore('outbox', (store) => store.outbox()).length;

  const signOut = async () => {
    // Who signs in next begins at the beginning, not in these settings.
    await navigate({ to: '/' });
    await session.signOut();
  };
  return {
    ask: () => setOpen(true),
    dialog: (
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('about.signOutTitle')}
        body={
          <>
            {unsent > 0 && (
              <strong className="mb-1 block font-medium text-danger">{t('about.unsent', { count: unsent })}</strong>
            )}
            {t('about.signOutBody')}
          </>
        }
        confirm={t('about.signOut')}
        danger={unsent > 0}
        onConfirm={signOut}
      />
    ),
  };
}
