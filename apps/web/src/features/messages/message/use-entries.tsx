import type { Message } from '@hongyan/protocol';
import {
  Bookmark,
  BookmarkX,
  Copy,
  Forward,
  History,
  Link,
  ListChecks,
  MessagesSquare,
  Pencil,
  Pin,
  PinOff,
  Reply,
  SmilePlus,
  Undo2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../../app/client.tsx';
import type { MenuEntry } from '../../../ui/index.ts';
import { useConversation } from '../conversation/conversation.ts';
import { useAbilities } from './use-abilities.ts';

/** All that can be done with a message, for its menu and its sheet. */
export function useEntries(message: Message): MenuEntry[] {
  const { t } = useTranslation('messages');
  const { access, actions } = useConversation();
  const may = useAbilities(message);
  const saved = useStore('saved', (store) => store.saved()).some((each) => each.messageId === message.id);
  const pinned = access.room.pins.includes(message.id);
  const { take } = may;
  return [
    may.reply && { label: t('action.reply'), icon: <Reply />, onSelect: () => actions.reply(message) },
    may.thread && { label: t('action.thread'), icon: <MessagesSquare />, onSelect: () => actions.openThread(message) },
    may.edit && { label: t('action.edit'), icon: <Pencil />, onSelect: () => actions.edit(message) },
    take && 'separator',
    take && { label: t('action.copy'), icon: <Copy />, onSelect: () => actions.copyText(message) },
    take && { label: t('action.copyLink'), icon: <Link />, onSelect: () => actions.copyLink(message) },
    take && { label: t('action.forward'), icon: <Forward />, onSelect: () => actions.forward([message]) },
    take && { label: t('action.select'), icon: <ListChecks />, onSelect: () => actions.select(message) },
    take && 'separator',
    may.pin && {
      label: pinned ? t('action.unpin') : t('action.pin'),
      icon: pinned ? <PinOff /> : <Pin />,
      onSelect: () => actions.setPinned(message, !pinned),
    },
    take && {
      label: saved ? t('action.unsave') : t('action.save'),
      icon: saved ? <BookmarkX /> : <Bookmark />,
      onSelect: () => actions.setSaved(message, !saved),
    },
    message.reactions.length > 0 && {
      label: t('action.reactions'),
      icon: <SmilePlus />,
      onSelect: () => actions.showReactions(message),
    },
    may.history && { label: t('action.history'), icon: <History />, onSelect: () => actions.showHistory(message) },
    may.recall && 'separator',
    may.recall && {
      label: t('action.recall'),
      icon: <Undo2 />,
      danger: true,
      onSelect: () => actions.recall(message),
    },
  ];
}
