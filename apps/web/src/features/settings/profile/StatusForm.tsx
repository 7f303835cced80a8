import { limits, type Status } from '@hongyan/protocol';
import { SmilePlus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { useLocale } from '../../../i18n/index.ts';
import {
  Button,
  EmojiPicker,
  formatRelative,
  Section,
  Select,
  TextField,
  useAttempt,
  useNow,
} from '../../../ui/index.ts';
import { type StatusEnd, statusEnd, statusEnds } from '../status-end.ts';
import { useMyStatus } from './use-my-status.ts';

const ideas = [
  { says: 'meeting', emoji: '📅', end: 'hour' },
  { says: 'focus', emoji: '🎧', end: 'fourHours' },
  { says: 'travel', emoji: '🚌', end: 'halfHour' },
  { says: 'sick', emoji: '🤒', end: 'today' },
  { says: 'holiday', emoji: '🌴', end: 'week' },
] as const;

interface Draft {
  emoji: string;
  text: string;
  /** `keep` leaves the end as it was set. */
  end: StatusEnd | 'keep';
}

/** A few words beside my name, and when they go by themselves. */
export function StatusForm() {
  const { t } = useTranslation('settings');
  const client = useClient();
  const locale = useLocale();
  const now = useNow();
  const attempt = useAttempt();
  const status = useMyStatus();
  const [edited, setEdited] = useState<Draft | null>(null);
  const [busy, setBusy] = useState(false);

  const held: Draft = { emoji: status?.emoji ?? '', text: status?.text ?? '', end: status?.until ? 'keep' : 'never' };
  const draft = edited ?? held;
  const edit = (some: Partial<Draft>) => setEdited({ ...draft, ...some });
  const empty = draft.emoji === '' && draft.text.trim() === '';
  const over = Array.from(draft.text.trim()).length - limits.statusText;

  const set = async (next: Status | null) => {
    setBusy(true);
    const done = await attempt(() => client.call('status.set', { status: next }));
    setBusy(false);
    if (done) setEdited(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (empty || over > 0 || busy) return;
    const until = draft.end === 'keep' ? (status?.until ?? null) : statusEnd(draft.end, Date.now());
    void set({ emoji: draft.emoji, text: draft.text.trim(), until });
  };

  const ends = statusEnds.map((end) => ({ value: end as Draft['end'], label: t(`status.ends.${end}`) }));
  const keep = status?.until
    ? [
        {
          value: 'keep' as Draft['end'],
          label: t('status.untilNow', { when: formatRelative(status.until, locale, now) }),
        },
      ]
    : [];
  return (
    <Section title={t('status.title')} description={t('status.description')}>
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <div className="flex items-start gap-2">
          <EmojiPicker
            side="bottom"
            trigger={
              <button
                type="button"
                aria-label={draft.emoji ? t('status.emojiNow', { emoji: draft.emoji }) : t('status.emoji')}
                className="control grid size-11 shrink-0 place-items-center text-2xl text-muted hover:bg-hover md:size-10"
              >
                {draft.emoji || <SmilePlus aria-hidden className="size-5" />}
              </button>
            }
            onPick={(emoji) => edit({ emoji })}
          />
          <div className="min-w-0 flex-1">
            <TextField
              label={t('status.text')}
              hideLabel
              placeholder={t('status.text')}
              error={over > 0 ? t('profile.tooLong', { count: over }) : undefined}
              value={draft.text}
              onChange={(event) => edit({ text: event.target.value })}
            />
          </div>
        </div>
        {!status && !edited && (
          <ul aria-label={t('status.ideas')} className="flex flex-wrap gap-2">
            {ideas.map(({ says, emoji, end }) => (
              <li key={says}>
                <button
                  type="button"
                  onClick={() => setEdited({ emoji, text: t(`status.${says}`), end })}
                  className="min-h-11 rounded-full bg-sunken px-4 text-sm transition-colors hover:bg-hover md:min-h-9"
                >
                  {emoji} {t(`status.${says}`)}
                </button>
              </li>
            ))}
          </ul>
        )}
        {!empty && (
          <Select
            label={t('status.until')}
            value={draft.end}
            options={[...keep, ...ends]}
            onValue={(end) => edit({ end })}
          />
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" busy={busy} disabled={empty || over > 0 || edited === null}>
            {t('status.set')}
          </Button>
          {edited ? (
            <Button variant="ghost" disabled={busy} onClick={() => setEdited(null)}>
              {t('profile.discard')}
            </Button>
          ) : (
            status && (
              <Button variant="ghost" disabled={busy} onClick={() => void set(null)}>
                {t('status.clear')}
              </Button>
            )
          )}
        </div>
      </form>
    </Section>
  );
}
