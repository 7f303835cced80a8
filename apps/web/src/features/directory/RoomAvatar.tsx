import { useStore } from '../../app/client.tsx';
import { Avatar, type AvatarProps } from '../../ui/index.ts';
import { PersonAvatar } from './PersonAvatar.tsx';
import { useRoomTitle } from './room-title.ts';

export interface RoomAvatarProps {
  roomId: string;
  size?: AvatarProps['size'];
  /** Whether a dot says how the other person of a direct room is. */
  presence?: boolean;
}

/** A room's picture: its own, the other person's in a direct room, that of its parent for a thread. */
export function RoomAvatar({ roomId, ...look }: RoomAvatarProps) {
  const summary = useStore(`room:${roomId}`, (store) => store.room(roomId));
  const otherId = summary?.otherId;
  return otherId ? (
    <PersonAvatar userId={otherId} {...look} />
  ) : (
    <OwnAvatar roomId={summary?.room.parent?.roomId ?? roomId} {...look} />
  );
}

function OwnAvatar({ roomId, size = 'medium' }: RoomAvatarProps) {
  const summary = useStore(`room:${roomId}`, (store) => store.room(roomId));
  const title = useRoomTitle(roomId);
  return <Avatar id={roomId} name={title} src={summary?.room.avatar ?? null} shape="square" size={size} />;
}
