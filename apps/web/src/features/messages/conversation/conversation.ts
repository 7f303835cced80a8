import type { Message } from '@hongyan/protocol';
import { createContext, useContext } from 'react';
import type { MessageRules } from '../../../app/server-info.ts';
import type { RoomAccess } from '../room/access.ts';

/** Where a menu opens, in pixels of the window; `sheet` is the phone's way, from below. */
export type MenuPlace = { x: number; y: number } | 'sheet';

/** What can be asked of a conversation from anywhere within it. */
export interface MessageActions {
  react(message: Message, emoji: string, on: boolean): void;
  reply(message: Message): void;
  edit(message: Message): void;
  openThread(message: Message): void;
  copyText(message: Message): void;
  copyLink(message: Message): void;
  forward(messages: readonly Message[]): void;
  setPinned(message: Message, on: boolean): void;
  setSaved(message: Message, on: boolean): void;
  /** Asks first. */
  recall(message: Message): void;
  showHistory(message: Message): void;
  showReactions(message: Message): void;
  showMenu(message: Message, place: MenuPlace): void;
  /** Begins to choose messages, or chooses one more or less. */
  select(message: Message): void;
  jumpTo(messageId: string): void;
  /** To the first message from a moment on. */
  jumpToDate(at: number): void;
  /** Puts the focus into the composer, with the draft as it now is. */
  write(): void;
}

/** The conversation that the components below are part of. Its parts keep their identity while they stay the same. */
export interface Conversation {
  access: RoomAccess;
  rules: MessageRules;
  /** Whether names and pictures stand beside messages: not where two people talk. */
  showsAuthors: boolean;
  actions: MessageActions;
}

export const ConversationContext = createContext<Conversation | null>(null);

export function useConversation(): Conversation {
  const conversation = useContext(ConversationContext);
  if (!conversation) throw new Error('useConversation outside of a conversation');
  return conversation;
}
