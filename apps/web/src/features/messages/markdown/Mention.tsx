import { useTranslation } from 'react-i18next';
import { useMyId } from '../../../app/client.tsx';
import { cx } from '../../../ui/index.ts';
import { usePersonCard, usePersonName } from '../../directory/index.ts';

const look = 'rounded-[5px] px-0.5 font-medium [text-autospace:no-autospace] [unicode-bidi:isolate]';

/** A person in a text, by the name that I call them now. Those who are me stand out. */
export function Mention({ userId }: { userId: string }) {
  const name = usePersonName(userId);
  const mine = useMyId() === userId;
  const openCard = usePersonCard();
  return (
    // No `button`: it would be one box, and break the line before and after.
    <span
      role="button"
      tabIndex={0}
      onClick={() => openCard(userId)}
      onKeyDown={(event) => event.key === 'Enter' && openCard(userId)}
      className={cx(look, 'hover:underline', mine ? 'bg-warning-soft text-warning' : 'text-accent-ink')}
    >
      @{name}
    </span>
  );
}

/** Everybody in the room. */
export function Everyone() {
  const { t } = useTranslation('messages');
  return <span className={cx(look, 'bg-warning-soft text-warning')}>@{t('everyone')}</span>;
}
