import { BrowseDialog } from './BrowseDialog.tsx';
import { NewDirectDialog } from './NewDirectDialog.tsx';
import { NewRoomDialog } from './NewRoomDialog.tsx';
import type { NewRoomKind } from './NewRoomMenu.tsx';

/** The dialogs that lead to rooms, of which at most one is open. */
export function NewRoomDialogs({
  shown,
  onShow,
}: {
  shown: NewRoomKind | null;
  onShow: (kind: NewRoomKind | null) => void;
}) {
  const close = () => onShow(null);
  return (
    <>
      <NewDirectDialog open={shown === 'direct'} onClose={close} />
      <NewRoomDialog kind="group" open={shown === 'group'} onClose={close} />
      <NewRoomDialog kind="channel" open={shown === 'channel'} onClose={close} />
      <BrowseDialog open={shown === 'browse'} onClose={close} onCreate={() => onShow('channel')} />
    </>
  );
}
