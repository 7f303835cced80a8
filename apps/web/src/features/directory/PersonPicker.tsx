import { Search, X } from 'lucide-react';
import { type Dispatch, type KeyboardEvent, type SetStateAction, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMyId } from '../../app/client.tsx';
import { useErrorText } from '../../i18n/index.ts';
import { Spinner } from '../../ui/index.ts';
import { matchesName } from './by-name.ts';
import { useContactList } from './contact-list.ts';
import { useFindPerson } from './find-person.ts';
import { PersonAvatar } from './PersonAvatar.tsx';
import { PersonName } from './PersonName.tsx';
import { PickerList, type PickerOption, usePickerList } from './PickerList.tsx';
import { usePersonName } from './person.ts';

export interface PersonPickerProps {
  /** Ids of those who are picked, in the order in which they were. */
  value: string[];
  onChange: Dispatch<SetStateAction<string[]>>;
  /** Ids of those who cannot be picked, such as present members. */
  exclude?: string[];
  /** How many may be picked. */
  max?: number;
}

/** More than this nobody reads; the rest is found by typing. */
const shownAtMost = 50;
const lookUpKey = 'look-up';
const nobody: string[] = [];

/** Picks people from my contacts and, by exact name or e-mail, from all of the server. */
export function PersonPicker({ value, onChange, exclude = nobody, max = Number.POSITIVE_INFINITY }: PersonPickerProps) {
  const { t } = useTranslation(['directory', 'common']);
  const errorText = useErrorText();
  const myId = useMyId();
  const contacts = useContactList();
  const { search, find, reset } = useFindPerson();
  const [query, setQuery] = useState('');
  const wanted = query.trim();
  const full = value.length >= max;

  const change = (text: string) => {
    setQuery(text);
    reset();
  };
  const remove = (userId: string) => onChange((now) => now.filter((id) => id !== userId));
  const add = (userId: string) => {
    // Somebody who was looked up may come after others were picked or taken out.
    onChange((now) => (now.includes(userId) ? now : [...now, userId]));
    change('');
  };
  const lookUp = async () => {
    const user = await find(wanted);
    if (user && user.id !== myId && !exclude.includes(user.id) && !value.includes(user.id)) add(user.id);
  };

  const matching = contacts.filter(({ userId, names }) => !exclude.includes(userId) && matchesName(wanted, names));
  const options: PickerOption[] = matching.slice(0, shownAtMost).map(({ userId, contact, names }) => ({
    key: userId,
    picked: value.includes(userId),
    disabled: full && !value.includes(userId),
    content: <PersonRow userId={userId} beneath={contact.remark ? (names[1] ?? '') : ''} />,
  }));
  if (wanted && search.state === 'idle' && !full) {
    options.push({ key: lookUpKey, picked: false, content: <LookUpRow query={wanted} /> });
  }
  const { field, list } = usePickerList(options, (key) => {
    if (key === lookUpKey) void lookUp();
    else if (value.includes(key)) remove(key);
    else add(key);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const last = value.at(-1);
    if (event.key === 'Backspace' && query === '' && last) remove(last);
    field.onKeyDown(event);
  };

  const hidden = matching.length - shownAtMost;
  return (
    <div className="flex flex-col gap-2">
      <div className="control flex max-h-32 shrink-0 flex-wrap items-center gap-1.5 overflow-y-auto p-1.5">
        {value.map((userId) => (
          <Chip key={userId} userId={userId} onRemove={() => remove(userId)} />
        ))}
        <input
          {...field}
          onKeyDown={onKeyDown}
          aria-label={t('picker.label')}
          placeholder={value.length === 0 ? t('picker.label') : ''}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={query}
          onChange={(event) => change(event.target.value)}
          className="min-h-9 min-w-32 flex-1 bg-transparent px-1.5 outline-none md:min-h-7"
        />
      </div>
      {full && max > 1 && (
        <p role="status" className="px-2 text-sm text-muted">
          {t('picker.full', { count: max })}
        </p>
      )}
      <div className="h-64 overflow-y-auto overscroll-contain">
        <PickerList label={t('picker.people')} {...list} />
        {options.length === 0 && search.state === 'idle' && !full && (
          <p className="px-2 py-3 text-muted">{t('picker.empty')}</p>
        )}
        <div role="status" className="px-2 text-sm text-muted">
          {hidden > 0 && <p className="py-2">{t('picker.hidden', { count: hidden })}</p>}
          {search.state === 'looking' && (
            <p className="flex items-center gap-2 py-2">
              <Spinner /> {t('find.looking')}
            </p>
          )}
          {search.state === 'nobody' && <p className="py-2">{t('find.nobody', { query: search.query })}</p>}
          {search.state === 'failed' && <p className="py-2 text-danger">{errorText(search.error)}</p>}
          {search.state === 'found' && (
            <p className="py-2">{search.user.id === myId ? t('find.self') : t('picker.already')}</p>
          )}
        </div>
      </div>
    </div>
  );
}

function PersonRow({ userId, beneath }: { userId: string; beneath: string }) {
  return (
    <>
      <PersonAvatar userId={userId} size="small" presence />
      <span className="min-w-0 flex-1 leading-tight">
        <PersonName userId={userId} className="block truncate" />
        {beneath && (
          <bdi dir="auto" className="block truncate text-sm text-muted">
            {beneath}
          </bdi>
        )}
      </span>
    </>
  );
}

function LookUpRow({ query }: { query: string }) {
  const { t } = useTranslation('directory');
  return (
    <>
      <span aria-hidden className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft text-accent-ink">
        <Search className="size-4" />
      </span>
      <span className="min-w-0 flex-1 break-words">{t('picker.lookUp', { query })}</span>
    </>
  );
}

function Chip({ userId, onRemove }: { userId: string; onRemove: () => void }) {
  const { t } = useTranslation('directory');
  const name = usePersonName(userId);
  return (
    <span className="inline-flex h-9 max-w-full items-center gap-1.5 rounded-full bg-accent-soft ps-1.5 text-accent-ink md:h-7 md:text-sm">
      <PersonAvatar userId={userId} size="tiny" />
      <bdi dir="auto" className="min-w-0 truncate">
        {name}
      </bdi>
      <button
        type="button"
        aria-label={t('picker.remove', { name })}
        onClick={onRemove}
        className="grid h-full w-8 shrink-0 place-items-center rounded-full hover:bg-hover md:w-7"
      >
        <X aria-hidden className="size-4" />
      </button>
    </span>
  );
}
