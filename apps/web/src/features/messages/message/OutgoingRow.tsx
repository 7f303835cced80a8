import type { Outgoing } from '@hongyan/sdk';
import { CircleAlert, Clock, Forward } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { useErrorText } from '../../../i18n/index.ts';
import { Bubble } from './Bubble.tsx';
import { MessageText } from './MessageText.tsx';
import { Meta } from './Meta.tsx';
import { Quote } from './Quote.tsx';
import { RowFrame } from './RowFrame.tsx';

export interface OutgoingRowProps {
  outgoing: Outgoing;
  leads: boolean;
  /** Puts its text back into the composer. */
  onEdit: (outgoing: Outgoing) => void;
}

/** A message of mine that is not on the server yet: a clock while it waits, and what went wrong when it was refused. */
export const OutgoingRow = memo(function OutgoingRow({ outgoing, leads, onEdit }: OutgoingRowProps) {
  const { t } = useTranslation('messages');
  const failed = outgoing.state === 'failed';
  const meta = (
    <Meta at={outgoing.createdAt}>
      {failed ? (
        <CircleAlert role="img" aria-label={t('outgoing.failed')} className="size-3.5 text-danger" />
      ) : (
        <Clock role="img" aria-label={t('outgoing.waiting')} className="size-3.5" />
      )}
    </Meta>
  );
  return (
    <RowFrame own leads={leads} below={failed && <Refused outgoing={outgoing} onEdit={onEdit} />}>
      <Bubble own leads={leads} text={outgoing.replyTo ? '' : outgoing.text} failed={failed}>
        {outgoing.replyTo && <Quote roomId={outgoing.roomId} messageId={outgoing.replyTo} />}
        {outgoing.from ? (
          <p>
            <Forward aria-hidden className="me-1.5 inline size-4 text-accent-ink" />
            {t('outgoing.forward', { count: outgoing.from.messageIds.length })}
            {meta}
          </p>
        ) : (
          <MessageText message={outgoing} end={meta} />
        )}
      </Bubble>
    </RowFrame>
  );
});

function Refused({ outgoing, onEdit }: { outgoing: Outgoing; onEdit: (outgoing: Outgoing) => void }) {
  const { t } = useTranslation(['messages', 'common']);
  const { outbox } = useClient();
  const errorText = useErrorText();
  const action = 'min-h-11 px-1 font-medium underline underline-offset-2 md:min-h-7';
  return (
    <div
      role="alert"
      className="mt-1 flex max-w-[88%] flex-wrap items-center justify-end gap-x-3 text-[13px] text-danger"
    >
      <span className="text-end">{errorText(outgoing.error)}</span>
      <button type="button" className={action} onClick={() => outbox.retry(outgoing.id)}>
        {t('common:retry')}
      </button>
      {!outgoing.from && (
        <button type="button" className={action} onClick={() => onEdit(outgoing)}>
          {t('common:edit')}
        </button>
      )}
      <button type="button" className={action} onClick={() => outbox.discard(outgoing.id)}>
        {t('common:delete')}
      </button>
    </div>
  );
}
