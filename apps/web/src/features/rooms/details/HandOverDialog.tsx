import type { Room } from '@hongyan/protocol';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useMyId } from '../../../app/client.tsx';
import { ConfirmDialog, Dialog, useToast } from '../../../ui/index.ts';
import { usePersonName, useRoomTitle } from '../../directory/index.ts';
import { MemberList } from './MemberList.tsx';
import { MemberFace } from './MemberRow.tsx';

/** Chooses the member who shall own a room, then asks. */
export function HandOverDialog({ room, open, onClose }: { room: Room; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('rooms');
  const myId = useMyId();
  const [userId, setUserId] = useState('');
  const [asking, setAsking] = useState(false);
  return (
    <Dialog open={open} onClose={onClose} title={t('members.chooseOwner')} description={t('members.chooseOwnerBody')}>
      <div className="-mx-3 flex h-[min(24rem,60dvh)] flex-col">
        <MemberList
          roomId={room.id}
          include={(member) => member.userId !== myId}
          row={(member) => (
            <button
              type="button"
              onClick={() => {
                setUserId(member.userId);
                setAsking(true);
              }}
              className="flex min-h-15 w-full items-center gap-3 rounded-xl px-3 text-start transition-colors hover:bg-hover"
            >
              <MemberFace member={member} kind={room.kind} />
            </button>
          )}
        />
      </div>
      <HandOverConfirm
        roomId={room.id}
        userId={userId}
        open={asking}
        onClose={() => setAsking(false)}
        onDone={onClose}
      />
    </Dialog>
  );
}

/** Asks before a room is handed over to somebody. */
export function HandOverConfirm({
  roomId,
  userId,
  open,
  onClose,
  onDone,
}: {
  roomId: string;
  userId: string;
  open: boolean;
  onClose: () => void;
  onDone?: () => void;
}) {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const toast = useToast();
  const name = usePersonName(userId);
  const title = useRoomTitle(roomId);
  const handOver = async () => {
    await client.call('room.transfer', { roomId, userId });
    toast(t('members.handedOver', { name }));
    onDone?.();
  };
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t('members.handOverTitle', { name })}
      body={t('members.handOverBody', { title })}
      confirm={t('members.handOverConfirm')}
      onConfirm={handOver}
    />
  );
}
