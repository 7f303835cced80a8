import { Bookmark, BookmarkX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../../app/client.tsx';
import { EmptyState, IconButton, useAttempt, VirtualList } from '../../../ui/index.ts';
import { PanelMessage } from './PanelMessage.tsx';

/** The messages that I keep at hand, the newest first. */
export function SavedPanel() {
  const { t } = useTranslation('messages');
  const client = useClient();
  const attempt = useAttempt();
  const saved = useStore('saved', (store) => store.saved());
  if (saved.length === 0) {
    return <EmptyState icon={<Bookmark />} title={t('saved.none')} body={t('saved.noneBody')} />;
  }
  const remove = (roomId: string, id: string) =>
    void attempt(() => client.call('message.save', { roomId, id, on: false }));
  return (
    <VirtualList
      label={t('saved.title')}
      items={saved}
      keyOf={(each) => each.messageId}
      rowHeight={96}
      className="p-2"
      row={({ roomId, messageId }) => (
        <PanelMessage
          roomId={roomId}
          messageId={messageId}
          showsRoom
          action={
            <IconButton
              size="small"
              label={t('action.unsave')}
              icon={<BookmarkX />}
              onClick={() => remove(roomId, messageId)}
            />
          }
        />
      )}
    />
  );
}
