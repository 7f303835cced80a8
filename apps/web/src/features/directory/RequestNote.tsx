import { Clock3, MailQuestion } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRelation } from './relation.ts';

/** A request that waits between a person and me, with its note. Draws nothing when there is none. */
export function RequestNote({ userId }: { userId: string }) {
  const { t } = useTranslation('directory');
  const { received, sent, blocked } = useRelation(userId);
  const request = received ?? sent;
  if (!request || blocked) return null;
  const Icon = received ? MailQuestion : Clock3;
  return (
    <div className="flex gap-3 rounded-xl bg-accent-soft px-3 py-2.5 text-accent-ink">
      <Icon aria-hidden className="mt-0.5 size-[18px] shrink-0" />
      <div className="min-w-0">
        <p className="text-sm font-medium">{received ? t('request.received') : t('request.waiting')}</p>
        {request.note && (
          <p dir="auto" className="break-words whitespace-pre-wrap text-ink">
            {request.note}
          </p>
        )}
      </div>
    </div>
  );
}
