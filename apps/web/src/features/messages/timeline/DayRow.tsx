import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Time } from '../../../ui/index.ts';
import { useConversation } from '../conversation/conversation.ts';
import { DatePicker } from './DatePicker.tsx';

/** A new day between the messages. Leads to other days. */
export const DayRow = memo(function DayRow({ at }: { at: number }) {
  const { t } = useTranslation('messages');
  const { actions } = useConversation();
  return (
    <div className="flex justify-center py-2.5">
      <DatePicker
        at={at}
        onDate={actions.jumpToDate}
        trigger={
          <button
            type="button"
            title={t('date.jump')}
            className="h-6 rounded-full bg-ink/6 px-3 text-xs leading-6 text-muted hover:bg-ink/10"
          >
            <Time at={at} as="day" />
          </button>
        }
      />
    </div>
  );
});
