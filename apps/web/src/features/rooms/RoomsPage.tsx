import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../app/title.ts';
import { Button, EmptyState, ThreePane } from '../../ui/index.ts';
import { useRoomTitle } from '../directory/index.ts';
import { RoomView, ThreadView } from '../messages/index.ts';
import { usePlace, useRoomNavigation } from './address.ts';
import { NewRoomDialogs } from './create/NewRoomDialogs.tsx';
import type { NewRoomKind } from './create/NewRoomMenu.tsx';
import { DetailsPane, SavedPane } from './details/DetailsPane.tsx';
import { RoomList } from './list/RoomList.tsx';

/** The main view: my rooms, the open one, and what stands beside it. The address says what is shown. */
export function RoomsPage() {
  const { t } = useTranslation('rooms');
  const { roomId, messageId, panel, thread } = usePlace();
  const { goUp, openPanel } = useRoomNavigation();
  const [creating, setCreating] = useState<NewRoomKind | null>(null);
  const title = useRoomTitle(roomId ?? '');
  usePageTitle(title || t('title'));

  const side = !roomId ? null : thread ? (
    <ThreadView key={thread} roomId={thread} onClose={goUp} />
  ) : panel ? (
    <DetailsPane key={roomId} roomId={roomId} panel={panel} />
  ) : null;
  const main = roomId ? (
    <RoomView
      key={roomId}
      roomId={roomId}
      {...(messageId && { messageId })}
      onBack={goUp}
      onOpenPanel={(next) => (panel && !thread ? goUp() : openPanel(next))}
      panelOpen={panel !== undefined && !thread}
    />
  ) : panel === 'saved' ? (
    <SavedPane />
  ) : (
    <NoRoom onCreate={setCreating} />
  );
  const shown = side ? 'details' : roomId || panel === 'saved' ? 'main' : 'list';
  return (
    <>
      <ThreePane
        list={<RoomList openId={roomId} onCreate={setCreating} />}
        listLabel={t('list.label')}
        main={main}
        details={side}
        detailsLabel={t('details.label')}
        shown={shown}
      />
      <NewRoomDialogs shown={creating} onShow={setCreating} />
    </>
  );
}

function NoRoom({ onCreate }: { onCreate: (kind: NewRoomKind) => void }) {
  const { t } = useTranslation('rooms');
  return (
    <div className="flex h-full">
      <EmptyState
        icon={<MessagesSquare />}
        title={t('empty.title')}
        body={t('empty.body')}
        action={
          <>
            <Button onClick={() => onCreate('direct')}>{t('create.direct')}</Button>
            <Button variant="secondary" onClick={() => onCreate('group')}>
              {t('create.group')}
            </Button>
          </>
        }
      />
    </div>
  );
}
