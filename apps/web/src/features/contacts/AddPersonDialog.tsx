import { limits } from '@hongyan/protocol';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../i18n/index.ts';
import { Banner, Button, Dialog, Spinner, TextArea, TextField, useFreshState, useToast } from '../../ui/index.ts';
import {
  PersonAvatar,
  PersonButtons,
  PersonName,
  RequestNote,
  useFindPerson,
  usePerson,
  usePersonActions,
  usePersonName,
  useRelation,
} from '../directory/index.ts';

/** Finds a person by exact name or e-mail and asks them to become contacts. Looks for `query` at once if there is one. */
export function AddPersonDialog({ open, query, onClose }: { open: boolean; query: string; onClose: () => void }) {
  const { t } = useTranslation(['contacts', 'directory', 'common']);
  const errorText = useErrorText();
  const field = useRef<HTMLInputElement>(null);
  const { search, find, reset } = useFindPerson();
  const [text, setText] = useFreshState(open, query);

  useEffect(() => {
    reset();
    if (open && query) void find(query);
  }, [open, query, find, reset]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) void find(text);
  };
  const found = search.state === 'found' ? search.user.id : null;
  return (
    <Dialog open={open} onClose={onClose} title={t('add.title')} description={t('add.body')} initialFocus={field}>
      <form noValidate onSubmit={submit} className="flex items-end gap-2 pt-1">
        <div className="min-w-0 flex-1">
          <TextField
            ref={field}
            label={t('directory:picker.label')}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            enterKeyHint="search"
            maxLength={limits.email}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              reset();
            }}
          />
        </div>
        <Button type="submit" variant={found ? 'secondary' : 'primary'} disabled={!text.trim()}>
          {t('add.find')}
        </Button>
      </form>
      <div aria-live="polite" className="mt-4 min-h-24">
        {search.state === 'looking' && (
          <p className="flex items-center gap-2 text-muted">
            <Spinner /> {t('directory:find.looking')}
          </p>
        )}
        {search.state === 'nobody' && (
          <p className="text-muted">{t('directory:find.nobody', { query: search.query })}</p>
        )}
        {search.state === 'failed' && <Banner tone="danger">{errorText(search.error)}</Banner>}
        {found && <Found key={found} userId={found} onClose={onClose} />}
      </div>
    </Dialog>
  );
}

/** The person who was found, with the request to send or what else there is to do. */
function Found({ userId, onClose }: { userId: string; onClose: () => void }) {
  const { t } = useTranslation(['contacts', 'directory']);
  const person = usePerson(userId);
  const { self, blocked, contact, received, sent } = useRelation(userId);
  const stranger = !self && !blocked && !contact && !received && !sent;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center gap-3 rounded-xl bg-sunken p-3">
        <PersonAvatar userId={userId} />
        <div className="min-w-0">
          <PersonName userId={userId} className="block truncate font-medium" />
          <p dir="auto" className="truncate text-sm text-muted">
            {person?.bio || (person?.name && `@${person.name}`)}
          </p>
        </div>
      </div>
      {self && <p className="text-muted">{t('directory:find.self')}</p>}
      {contact && <p className="text-muted">{t('add.already')}</p>}
      <RequestNote userId={userId} />
      {stranger ? (
        <RequestForm userId={userId} onSent={onClose} />
      ) : (
        <div className="flex flex-wrap gap-2 *:flex-1">
          <PersonButtons userId={userId} onLeave={onClose} />
        </div>
      )}
    </div>
  );
}

function RequestForm({ userId, onSent }: { userId: string; onSent: () => void }) {
  const { t } = useTranslation('directory');
  const toast = useToast();
  const errorText = useErrorText();
  const name = usePersonName(userId);
  const { request } = usePersonActions(userId);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await request(note);
      toast(t('request.sent', { name }));
      onSent();
    } catch (thrown) {
      setError(errorText(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={send} className="flex flex-col gap-4">
      {error && <Banner tone="danger">{error}</Banner>}
      <TextArea
        label={t('request.note')}
        placeholder={t('request.placeholder')}
        maxLength={limits.requestNote}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button type="submit" busy={busy}>
        {t('request.send')}
      </Button>
    </form>
  );
}
