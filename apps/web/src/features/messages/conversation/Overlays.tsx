import type { Message } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { useClient, useMyId } from '../../../app/client.tsx';
import { ConfirmDialog, useToast } from '../../../ui/index.ts';
import { RoomPickerDialog } from '../../directory/index.ts';
import { HistoryDialog } from '../message/HistoryDialog.tsx';
import { MessageMenu } from '../message/MessageMenu.tsx';
import { ReactionsDialog } from '../message/ReactionsDialog.tsx';
import { keepRecalledText } from '../message/recalled-texts.ts';
import type { OverlayState } from './use-overlay.ts';

/** The menu or the dialog that lies over the conversation. */
export function Overlays({ overlay: state, onForwarded }: { overlay: OverlayState; onForwarded: () => void }) {
  const { overlay, open } = state;
  if (!overlay) return null;
  const close = () => state.close(overlay);
  switch (overlay.kind) {
    case 'menu': {
      const { message, place } = overlay;
      return <MessageMenu key={message.id} message={message} place={place} open={open} onClose={close} />;
    }
    case 'recall':
      return <RecallDialog message={overlay.message} open={open} onClose={close} />;
    case 'history':
      return <HistoryDialog key={overlay.message.id} message={overlay.message} open={open} onClose={close} />;
    case 'reactions':
      return <ReactionsDialog message={overlay.message} open={open} onClose={close} />;
    case 'forward':
      return <ForwardDialog messages={overlay.messages} open={open} onClose={close} onDone={onForwarded} />;
  }
}

function RecallDialog({ message, open, onClose }: { message: Message; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('messages');
  const client = useClient();
  const mine = useMyId() === message.authorId;
  const { roomId, id, text } = message;
  const recall = async () => {
    // Before the line that offers it is drawn.
    if (mine && text) keepRecalledText(id, text);
    await client.call('message.recall', { roomId, id });
  };
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t('recall.title')}
      body={t('recall.body')}
      confirm={t('action.recall')}
      danger
      onConfirm={recall}
    />
  );
}

function ForwardDialog({
  messages,
  open,
  onClose,
  onDone,
}: {
  messages: readonly Message[];
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation('messages');
  const client = useClient();
  const toast = useToast();
  const forward = (roomIds: string[]) => {
    const [first] = messages;
    if (!first) return;
    const messageIds = messages.toSorted((left, right) => left.seq - right.seq).map((message) => message.id);
    for (const roomId of roomIds) client.forward(roomId, { roomId: first.roomId, messageIds });
    toast(t('forward.done', { count: roomIds.length }));
    onDone();
  };
  return (
    <RoomPickerDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t('forward.title', { count: messages.length })}
      action={t('action.forward')}
      onPick={forward}
    />
  );
}
