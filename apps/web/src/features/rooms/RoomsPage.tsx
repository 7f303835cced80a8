import { Feather, MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../app/client.tsx';
import { usePageTitle } from '../../app/title.ts';
import { Button, EmptyState, ThreePane } from '../../ui/index.ts';
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
  const known = useStore(`room:${roomId ?? ''}`, (store) => store.room(roomId ?? '') !== null);

  // A room that is not known yet has nothing to stand beside; the main pane says if it never will be.
  const side =
    !roomId || !known ? null : thread ? (
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
    <Saved />
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

function Saved() {
  const { t } = useTranslation('rooms');
  usePageTitle(t('saved.title'));
  return <SavedPane />;
}

function NoRoom({ onCreate }: { onCreate: (kind: NewRoomKind) => void }) {
  const { t } = useTranslation('rooms');
  const { t: common } = useTranslation();
  usePageTitle(t('title'));
  const none = useStore('rooms', (store) => store.rooms().length === 0);
  return (
    <div className="flex h-full">
      {none ? (
        <EmptyState icon={<Feather />} title={common('product')} body={common('tagline')} />
      ) : (
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
      )}
    </div>
  );
}
