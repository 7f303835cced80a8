import { can, type RoomAction } from '@hongyan/protocol';
import { useStore } from '../../app/client.tsx';
import { useMyRole } from '../directory/index.ts';

/** What I may do in a room, by my role. Direct rooms have no roles, and an archived one can only be opened again. */
export function useMay(roomId: string): (action: RoomAction) => boolean {
  const role = useMyRole(roomId);
  const room = useStore(`room:${roomId}`, (store) => store.room(roomId))?.room;
  const managed = room?.kind === 'group' || room?.kind === 'channel';
  const archived = room?.archivedAt !== null;
  return (action) => managed && (!archived || action === 'archive') && can(role, action);
}
