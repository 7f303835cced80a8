import type { RoomSummary } from '@hongyan/sdk';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../app/client.tsx';
import { useErrorText } from '../../i18n/index.ts';
import { Banner, Button, Dialog, SearchField, useFreshState } from '../../ui/index.ts';
import { matchesName } from './by-name.ts';
import { type ListedContact, useContactList } from './contact-list.ts';
import { PersonAvatar } from './PersonAvatar.tsx';
import { PersonName } from './PersonName.tsx';
import { PickerList, type PickerOption, usePickerList } from './PickerList.tsx';
import { RoomAvatar } from './RoomAvatar.tsx';
import { RoomTitle } from './RoomTitle.tsx';

export interface RoomPickerDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** The deed as a verb: "Forward". */
  action: string;
  /** The dialog waits for it, closes when it succeeds, and says the error when it fails. */
  onPick: (roomIds: string[]) => Promise<void> | void;
}

/** More than this nobody reads; the rest is found by typing. */
const shownAtMost = 100;

/** Picks rooms in which I can write, the newest first, and then contacts with whom there is no room yet. */
export function RoomPickerDialog({ open, onOpenChange, title, action, onPick }: RoomPickerDialogProps) {
  const { t } = useTranslation(['directory', 'common']);
  const errorText = useErrorText();
  const client = useClient();
  const input = useRef<HTMLInputElement>(null);
  const targets = useTargets();
  const [query, setQuery] = useFreshState(open, '');
  const [picked, setPicked] = useFreshState<readonly string[]>(open, []);
  const [busy, setBusy] = useFreshState(open, false);
  const [error, setError] = useFreshState<string | null>(open, null);

  const matching = targets.filter((target) => matchesName(query, target.names));
  const options: PickerOption[] = matching.slice(0, shownAtMost).map((target) => ({
    key: target.id,
    picked: picked.includes(target.id),
    content: target.kind === 'room' ? <RoomRow roomId={target.id} /> : <PersonRow userId={target.id} />,
  }));
  const { field, list } = usePickerList(options, (key) => {
    setPicked(picked.includes(key) ? picked.filter((each) => each !== key) : [...picked, key]);
  });

  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      const roomIds: string[] = [];
      for (const { kind, id } of targets.filter((target) => picked.includes(target.id))) {
        roomIds.push(kind === 'room' ? id : (await client.call('room.direct', { userId: id })).room.id);
      }
      await onPick(roomIds);
      onOpenChange(false);
    } catch (thrown) {
      setError(errorText(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open={open}
      onClose={() => onOpenChange(false)}
      title={title}
      initialFocus={input}
      footer={
        <>
          <Button variant="secondary" onClick={() => onOpenChange(false)}>
            {t('common:cancel')}
          </Button>
          <Button busy={busy} disabled={picked.length === 0} onClick={run}>
            {picked.length > 1 ? `${action} (${picked.length})` : action}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2">
        {error && <Banner tone="danger">{error}</Banner>}
        <SearchField {...field} ref={input} label={t('rooms.filter')} value={query} onValue={setQuery} />
        <div className="h-80 overflow-y-auto overscroll-contain">
          <PickerList label={t('rooms.label')} {...list} />
          {targets.length === 0 && <p className="px-2 py-3 text-muted">{t('rooms.none')}</p>}
          {targets.length > 0 && options.length === 0 && <p className="px-2 py-3 text-muted">{t('rooms.noMatch')}</p>}
          {matching.length > shownAtMost && (
            <p className="px-2 py-2 text-sm text-muted">
              {t('picker.hidden', { count: matching.length - shownAtMost })}
            </p>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** Where a message can go: a room, or a contact, with whom a direct room is made then. */
interface Target {
  kind: 'room' | 'contact';
  id: string;
  names: readonly string[];
}

function useTargets(): Target[] {
  const { store } = useClient();
  const rooms = useStore('rooms', (each) => each.rooms());
  const contacts = useContactList();
  const canWrite = ({ room, otherId }: RoomSummary) =>
    room.archivedAt === null && !(otherId && (store.isBlocked(otherId) || store.user(otherId)?.deleted));
  const ofRoom = ({ room, otherId }: RoomSummary): Target => ({
    kind: 'room',
    id: room.id,
    names: otherId ? [store.nameOf(otherId), store.user(otherId)?.name ?? ''] : [room.name],
  });
  const ofContact = ({ userId, names }: ListedContact): Target => ({ kind: 'contact', id: userId, names });
  return [
    ...rooms.filter(canWrite).map(ofRoom),
    ...contacts.filter(({ userId }) => !store.directRoom(userId)).map(ofContact),
  ];
}

function RoomRow({ roomId }: { roomId: string }) {
  return (
    <>
      <RoomAvatar roomId={roomId} size="small" />
      <RoomTitle roomId={roomId} className="min-w-0 flex-1 truncate" />
    </>
  );
}

function PersonRow({ userId }: { userId: string }) {
  return (
    <>
      <PersonAvatar userId={userId} size="small" />
      <PersonName userId={userId} className="min-w-0 flex-1 truncate" />
    </>
  );
}
