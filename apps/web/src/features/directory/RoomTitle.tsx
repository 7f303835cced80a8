import { useRoomTitle } from './room-title.ts';

/** A room's name as I know it. */
export function RoomTitle({ roomId, className }: { roomId: string; className?: string }) {
  return (
    <bdi dir="auto" className={className}>
      {useRoomTitle(roomId)}
    </bdi>
  );
}
