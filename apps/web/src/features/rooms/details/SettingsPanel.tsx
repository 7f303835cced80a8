import { limits, type Room } from '@hongyan/protocol';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../../app/client.tsx';
import { useErrorText } from '../../../i18n/index.ts';
import { Banner, Button, PaneHeader, TextArea, TextField, useToast } from '../../../ui/index.ts';
import { useRoomNavigation } from '../address.ts';
import { useMay } from '../may.ts';
import { RoomPicture } from './RoomPicture.tsx';

/** Name, topic and picture of a group or channel. */
export function SettingsPanel({ roomId }: { roomId: string }) {
  const { t } = useTranslation('rooms');
  const { goUp } = useRoomNavigation();
  const room = useStore(`room:${roomId}`, (store) => store.room(roomId))?.room;
  const may = useMay(roomId);
  return (
    <>
      <PaneHeader title={t('settings.title')} onBack={goUp} backAlways />
      {room && may('edit') && (
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-4">
          <RoomPicture room={room} />
          <RoomForm key={room.id} room={room} />
        </div>
      )}
    </>
  );
}

function RoomForm({ room }: { room: Room }) {
  const { t } = useTranslation('rooms');
  const { t: common } = useTranslation();
  const client = useClient();
  const toast = useToast();
  const errorText = useErrorText();
  // Null until it is touched, so that what others change meanwhile shows.
  const [ownName, setName] = useState<string | null>(null);
  const [ownTopic, setTopic] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const name = ownName ?? room.name;
  const topic = ownTopic ?? room.topic;
  const nameMissing = name.trim() === '';
  const change = {
    ...(name.trim() !== room.name && { name: name.trim() }),
    ...(topic.trim() !== room.topic && { topic: topic.trim() }),
  };
  const changed = Object.keys(change).length > 0;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (nameMissing || !changed) return;
    setBusy(true);
    setError(null);
    try {
      await client.call('room.update', { roomId: room.id, ...change });
      setName(null);
      setTopic(null);
      toast(t('settings.saved'));
    } catch (thrown) {
      setError(errorText(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={save} className="flex flex-col gap-4">
      <TextField
        label={t('settings.name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={limits.roomName}
        autoComplete="off"
        error={nameMissing ? t('settings.nameMissing') : undefined}
      />
      <TextArea
        label={t('settings.topic')}
        value={topic}
        onChange={(event) => setTopic(event.target.value)}
        maxLength={limits.topic}
        hint={t('settings.topicHint')}
      />
      {error && <Banner tone="danger">{error}</Banner>}
      <Button type="submit" busy={busy} disabled={nameMissing || !changed}>
        {common('save')}
      </Button>
    </form>
  );
}
