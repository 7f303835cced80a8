import type { CommandArgs, RoomEvent } from '@hongyan/protocol';
import { accessToManage } from './access.ts';
import { changeRoom } from './change-room.ts';
import type { RoomDeps } from './deps.ts';
import { roomName, roomTopic } from './names.ts';
import { updateRoom } from './repo.ts';

export async function renameRoom(deps: RoomDeps, userId: string, args: CommandArgs<'room.update'>): Promise<void> {
  const { roomId } = args;
  await changeRoom(deps, userId, { roomId, action: 'edit' }, async ({ tx, room }, nextRev) => {
    const name = args.name === undefined ? room.name : roomName(args.name);
    const topic = args.topic === undefined ? room.topic : roomTopic(args.topic);
    const events: RoomEvent[] = [];
    if (name !== room.name) events.push({ type: 'renamed', userIds: [], text: name });
    if (topic !== room.topic) events.push({ type: 'topic', userIds: [], text: topic });
    if (events.length === 0) return null;
    await nextRev();
    await updateRoom(tx, roomId, { name, topic });
    return { events };
  });
}

export async function setRoomAvatar(
  deps: RoomDeps,
  userId: string,
  { roomId, image }: CommandArgs<'room.setAvatar'>,
): Promise<void> {
  // Asked before the picture is worked on: that is dear.
  await accessToManage(deps.db, userId, roomId, 'edit');
  const avatar = image === null ? null : await deps.blobs.putPicture(image);
  let replaced: string | null = null;
  await changeRoom(deps, userId, { roomId, action: 'edit' }, async ({ tx, room }, nextRev) => {
    if (room.avatar === avatar) return null;
    await nextRev();
    await updateRoom(tx, roomId, { avatar });
    replaced = room.avatar;
    return { events: [{ type: 'avatar', userIds: [], text: '' }] };
  });
  if (replaced !== null) await deps.blobs.removePicture(replaced);
}

/** An archived room is read and left, and nothing else. */
export async function archiveRoom(
  deps: RoomDeps,
  userId: string,
  { roomId, archived }: CommandArgs<'room.archive'>,
): Promise<void> {
  await changeRoom(deps, userId, { roomId, action: 'archive' }, async ({ tx, room }, nextRev) => {
    if ((room.archived_at !== null) === archived) return null;
    await nextRev();
    await updateRoom(tx, roomId, { archived_at: archived ? deps.clock.now() : null });
    return { events: [{ type: archived ? 'archived' : 'unarchived', userIds: [], text: '' }] };
  });
}
