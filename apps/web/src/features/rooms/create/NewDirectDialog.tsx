import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { useErrorText } from '../../../i18n/index.ts';
import { Banner, Button, Dialog, useFreshState } from '../../../ui/index.ts';
import { PersonPicker } from '../../directory/index.ts';
import { useRoomNavigation } from '../address.ts';

/** Chooses a person to write to. */
export function NewDirectDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('rooms');
  const { t: common } = useTranslation();
  const client = useClient();
  const errorText = useErrorText();
  const { openRoom } = useRoomNavigation();
  const [picked, setPicked] = useFreshState<string[]>(open, []);
  const [error, setError] = useFreshState<string | null>(open, null);
  const [busy, setBusy] = useState(false);
  const userId = picked[0];

  const write = async () => {
    if (!userId) return;
    setBusy(true);
    setError(null);
    try {
      const known = client.store.directRoom(userId);
      const { room } = known ?? (await client.call('room.direct', { userId }));
      onClose();
      openRoom(room.id);
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
      title={t('create.directTitle')}
      description={t('create.directBody')}
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button disabled={!userId} busy={busy} onClick={write}>
            {t('create.write')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {error && <Banner tone="danger">{error}</Banner>}
        <PersonPicker value={picked} onChange={setPicked} max={1} />
      </div>
    </Dialog>
  );
}
