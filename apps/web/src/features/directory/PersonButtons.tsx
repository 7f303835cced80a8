import { Link } from '@tanstack/react-router';
import { MessageCircle, Pencil, UserRoundCheck, UserRoundPen, UserRoundPlus, UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, buttonClass, useAttempt } from '../../ui/index.ts';
import { AddContactDialog } from './AddContactDialog.tsx';
import { RemarkDialog } from './RemarkDialog.tsx';
import { useRelation } from './relation.ts';
import { usePersonActions } from './use-person-actions.ts';

const iconClass = 'size-[18px] shrink-0';

/**
 * What there is to do with a person, by how we stand: write, add, accept, withdraw, rename, unblock. `onLeave` is
 * called when one of them leads to another page.
 */
export function PersonButtons({ userId, onLeave }: { userId: string; onLeave?: () => void }) {
  const { t } = useTranslation('directory');
  const attempt = useAttempt();
  const actions = usePersonActions(userId);
  const { self, deleted, blocked, contact, received, sent } = useRelation(userId);
  const [dialog, setDialog] = useState<'request' | 'remark' | null>(null);
  const [busy, setBusy] = useState(false);

  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    const done = await attempt(work);
    setBusy(false);
    return done;
  };

  if (deleted) return null;
  if (self) {
    return (
      <Link
        to="/settings/$section"
        params={{ section: 'profile' }}
        onClick={onLeave}
        className={buttonClass('secondary')}
      >
        <Pencil aria-hidden className={iconClass} />
        {t('editProfile')}
      </Link>
    );
  }
  if (blocked) {
    return (
      <Button variant="secondary" busy={busy} onClick={() => run(actions.unblock)}>
        {t('block.undo')}
      </Button>
    );
  }
  const message = (
    <Button
      variant={received ? 'secondary' : 'primary'}
      busy={busy && !received}
      disabled={busy}
      icon={<MessageCircle aria-hidden className={iconClass} />}
      onClick={async () => (await run(actions.message)) && onLeave?.()}
    >
      {t('message')}
    </Button>
  );
  return (
    <>
      {!received && message}
      {contact ? (
        <Button
          variant="secondary"
          icon={<UserRoundPen aria-hidden className={iconClass} />}
          onClick={() => setDialog('remark')}
        >
          {t('remark.edit')}
        </Button>
      ) : received ? (
        <>
          <Button
            busy={busy}
            icon={<UserRoundCheck aria-hidden className={iconClass} />}
            onClick={() => run(() => actions.accept(received.id))}
          >
            {t('request.accept')}
          </Button>
          <Button variant="secondary" disabled={busy} onClick={() => run(() => actions.decline(received.id))}>
            {t('request.decline')}
          </Button>
          {message}
        </>
      ) : sent ? (
        <Button
          variant="secondary"
          disabled={busy}
          icon={<UserRoundX aria-hidden className={iconClass} />}
          onClick={() => run(() => actions.withdraw(sent.id))}
        >
          {t('request.withdraw')}
        </Button>
      ) : (
        <Button
          variant="secondary"
          icon={<UserRoundPlus aria-hidden className={iconClass} />}
          onClick={() => setDialog('request')}
        >
          {t('request.add')}
        </Button>
      )}
      <AddContactDialog userId={userId} open={dialog === 'request'} onClose={() => setDialog(null)} />
      <RemarkDialog userId={userId} open={dialog === 'remark'} onClose={() => setDialog(null)} />
    </>
  );
}
