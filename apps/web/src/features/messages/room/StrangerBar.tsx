import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, useAttempt } from '../../../ui/index.ts';
import { AddContactDialog, BlockDialog, usePersonActions, usePersonName, useRelation } from '../../directory/index.ts';

/** Above the messages of somebody who is not a contact: that they are not, and what to do about it. */
export function StrangerBar({ userId }: { userId: string }) {
  const { t } = useTranslation('messages');
  const attempt = useAttempt();
  const { accept } = usePersonActions(userId);
  const { self, deleted, blocked, contact, received, sent } = useRelation(userId);
  const name = usePersonName(userId);
  const [dialog, setDialog] = useState<'add' | 'block' | null>(null);
  const [busy, setBusy] = useState(false);
  if (self || deleted || blocked || contact) return null;

  const acceptRequest = async (requestId: string) => {
    setBusy(true);
    await attempt(() => accept(requestId));
    setBusy(false);
  };
  const close = () => setDialog(null);
  const says = received ? 'received' : sent ? 'sent' : 'unknown';
  return (
    <>
      <Banner
        flush
        action={
          <div className="flex shrink-0 gap-1">
            {received ? (
              <Button size="small" busy={busy} onClick={() => acceptRequest(received.id)}>
                {t('stranger.accept')}
              </Button>
            ) : (
              !sent && (
                <Button size="small" variant="secondary" onClick={() => setDialog('add')}>
                  {t('stranger.add')}
                </Button>
              )
            )}
            <Button size="small" variant="ghost" onClick={() => setDialog('block')}>
              {t('stranger.block')}
            </Button>
          </div>
        }
      >
        <p>{t(`stranger.${says}`, { name })}</p>
        {received?.note && (
          <p dir="auto" className="whitespace-pre-wrap text-ink">
            {received.note}
          </p>
        )}
      </Banner>
      <AddContactDialog userId={userId} open={dialog === 'add'} onClose={close} />
      <BlockDialog userId={userId} open={dialog === 'block'} onClose={close} />
    </>
  );
}
