import { type FormEvent, type ReactElement, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Popover } from '../../../ui/index.ts';

/** Asks for a day and answers its first moment, in the reader's zone. */
export function DatePicker({
  trigger,
  at,
  onDate,
}: {
  trigger: ReactElement;
  /** The day to begin with. */
  at: number;
  onDate: (at: number) => void;
}) {
  const { t } = useTranslation('messages');
  const [open, setOpen] = useState(false);
  const id = useId();
  const jump = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const day = new FormData(event.currentTarget).get('day');
    const moment = typeof day === 'string' ? new Date(`${day}T00:00`).getTime() : Number.NaN;
    if (Number.isNaN(moment)) return;
    setOpen(false);
    onDate(moment);
  };
  return (
    <Popover trigger={trigger} open={open} onOpenChange={setOpen} label={t('date.jump')}>
      <form onSubmit={jump} className="flex flex-col gap-2 p-4">
        <label htmlFor={id} className="text-sm font-medium">
          {t('date.jump')}
        </label>
        <div className="flex gap-2">
          <input
            id={id}
            name="day"
            type="date"
            required
            defaultValue={dayValue(at)}
            max={dayValue(Date.now())}
            className="control min-h-11 px-3 md:min-h-10"
          />
          <Button type="submit">{t('date.go')}</Button>
        </div>
      </form>
    </Popover>
  );
}

/** A day as a date field writes it. */
function dayValue(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
