import { limits } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { uuidv7 } from 'uuidv7';
import { useClient, useMyId } from '../../../app/client.tsx';
import { useLocale } from '../../../i18n/index.ts';
import { FormDialog, TextField, useFreshState } from '../../../ui/index.ts';
import { PersonPicker, usePersonNames } from '../../directory/index.ts';
import { useRoomNavigation } from '../address.ts';
import { nameAfterPeople } from './name-after-people.ts';

/** Makes a group or a channel and goes there. */
export function NewRoomDialog({
  kind,
  open,
  onClose,
  withIds = nobody,
}: {
  kind: 'group' | 'channel';
  open: boolean;
  onClose: () => void;
  /** Who is in from the start unless taken out. */
  withIds?: string[];
}) {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const myId = useMyId();
  const locale = useLocale();
  const { openRoom } = useRoomNavigation();
  const [name, setName] = useFreshState(open, '');
  const [topic, setTopic] = useFreshState(open, '');
  const [userIds, setUserIds] = useFreshState<string[]>(open, withIds);
  const [nameMissing, setNameMissing] = useFreshState(open, false);
  // The same id for every try, so that a try whose answer was lost makes no second room.
  const [roomId] = useFreshState(open, uuidv7());
  const people = userIds.length > 0 ? [myId, ...userIds] : [];
  const nameOf = usePersonNames(people);
  const proposed = kind === 'group' ? nameAfterPeople(people.map(nameOf), locale) : '';

  const create = async () => {
    const chosen = name.trim() || proposed;
    setNameMissing(chosen === '');
    if (chosen === '') return false as const;
    await client.call('room.create', { id: roomId, kind, name: chosen, topic: topic.trim(), userIds });
    openRoom(roomId);
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t(`create.${kind}Title`)}
      description={t(`create.${kind}Body`)}
      submit={t('create.create')}
      onSubmit={create}
    >
      <TextField
        label={t('create.name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={limits.roomName}
        placeholder={proposed}
        autoComplete="off"
        error={nameMissing && name.trim() === '' ? t('create.nameMissing') : undefined}
        hint={kind === 'group' ? t('create.groupNameHint') : undefined}
      />
      {kind === 'channel' && (
        <TextField
          label={t('create.topic')}
          value={topic}
          onChange={(event) => setTopic(event.target.value)}
          maxLength={limits.topic}
          autoComplete="off"
          hint={t('create.topicHint')}
        />
      )}
      <div role="group" aria-label={t('create.people')} className="flex flex-col gap-1.5">
        <div className="text-sm font-medium">{t('create.people')}</div>
        <PersonPicker value={userIds} onChange={setUserIds} max={limits.addedMembers} />
      </div>
    </FormDialog>
  );
}

const nobody: string[] = [];
