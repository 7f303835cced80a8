import { type ReactNode, type SyntheticEvent, useRef, useState } from 'react';
import { ContextMenu } from '../../../ui/index.ts';
import { useRoomActions } from '../use-room-actions.tsx';
import { roomIdAt } from './RoomRows.tsx';

/** One menu for the whole list, about the room under the pointer, the finger or the focus. */
export function RoomContextMenu({ children }: { children: ReactNode }) {
  // Every touch aims, few open the menu: only then is it asked what there is to do.
  const aimed = useRef<string>(undefined);
  const [roomId, setRoomId] = useState<string>();
  const { items, dialogs } = useRoomActions(roomId);
  const aim = (event: SyntheticEvent) => {
    aimed.current = roomIdAt(event.target);
  };
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col" onContextMenuCapture={aim} onTouchStartCapture={aim}>
        <ContextMenu
          items={items}
          onOpenChange={(open) => open && setRoomId(aimed.current)}
          className="flex min-h-0 flex-1 flex-col"
        >
          {children}
        </ContextMenu>
      </div>
      {dialogs}
    </>
  );
}
