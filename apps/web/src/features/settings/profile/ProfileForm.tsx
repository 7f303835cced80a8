import { limits } from '@hongyan/protocol';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useMyId, useStore } from '../../../app/client.tsx';
import { Button, Section, TextArea, TextField, useAttempt, useToast } from '../../../ui/index.ts';

/** What others read of me. Nothing counts before it is saved. */
export function ProfileForm() {
  const { t } = useTranslation(['settings', 'common']);
  const client = useClient();
  const attempt = useAttempt();
  const toast = useToast();
  const myId = useMyId();
  const me = useStore(`user:${myId}`, (store) => store.user(myId));
  const [edited, setEdited] = useState<{ displayName?: string; bio?: string }>({});
  const [busy, setBusy] = useState(false);
  if (!me) return null;

  const displayName = edited.displayName ?? me.displayName;
  const bio = edited.bio ?? me.bio;
  const changed = displayName.trim() !== me.displayName || bio !== me.bio;
  const over = (text: string, limit: number) => {
    const count = Array.from(text).length - limit;
    return count > 0 ? t('profile.tooLong', { count }) : undefined;
  };
  const nameError =
    displayName.trim() === '' ? t('profile.displayNameMissing') : over(displayName.trim(), limits.displayName);
  const bioError = over(bio, limits.bio);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (nameError || bioError || !changed || busy) return;
    setBusy(true);
    const saved = await attempt(() =>
      client.call('account.updateProfile', { displayName: displayName.trim(), bio: bio.trim() }),
    );
    setBusy(false);
    if (!saved) return;
    setEdited({});
    toast(t('saved'));
  };
  return (
    <Section title={t('profile.title')}>
      <form noValidate onSubmit={save} className="flex flex-col gap-4">
        <TextField
          label={t('profile.displayName')}
          hint={t('profile.displayNameHint')}
          error={nameError}
          value={displayName}
          onChange={(event) => setEdited({ ...edited, displayName: event.target.value })}
          autoComplete="nickname"
        />
        <TextArea
          label={t('profile.bio')}
          placeholder={t('profile.bioPlaceholder')}
          hint={`${Array.from(bio).length} / ${limits.bio}`}
          error={bioError}
          value={bio}
          onChange={(event) => setEdited({ ...edited, bio: event.target.value })}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" busy={busy} disabled={!changed || !!nameError || !!bioError}>
            {t('common:save')}
          </Button>
          {changed && !busy && (
            <Button variant="ghost" onClick={() => setEdited({})}>
              {t('profile.discard')}
            </Button>
          )}
        </div>
      </form>
    </Section>
  );
}
