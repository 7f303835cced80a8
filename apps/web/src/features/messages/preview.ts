import type { Message, RoomEvent, RoomKind } from '@hongyan/protocol';
import type { TFunction } from 'i18next';
import { mentionTable, splitWords } from './markdown/mentions.ts';
import { plainText } from './plain-text.ts';

/** Who reads a sentence, in which language and about which kind of room. */
export interface SentenceContext {
  t: TFunction<'messages'>;
  locale: string;
  myId: string;
  kind: RoomKind;
  nameOf(userId: string): string;
}

const everyoneAlone = mentionTable([], true);

/** People named in one sentence; the others are counted. */
const named = 4;

/** What happened to a room, as a sentence: "小雁 added Li Lei". */
export function eventText(event: RoomEvent, authorId: string, context: SentenceContext): string {
  const { t } = context;
  const words = {
    who: subject(authorId, context),
    people: objects(event.userIds, context),
    room: t(`kind.${context.kind}`),
    text: event.text,
  };
  switch (event.type) {
    case 'created':
      return event.userIds.some((id) => id !== authorId) ? t('event.createdWith', words) : t('event.created', words);
    case 'topic':
      return event.text === '' ? t('event.topicCleared', words) : t('event.topic', words);
    case 'role':
      return event.text === 'admin' ? t('event.madeAdmin', words) : t('event.madeMember', words);
    default:
      return t(`event.${event.type}`, words);
  }
}

/** A message in one line, without its author's name unless the sentence needs it. */
export function messagePreview(message: Message, context: SentenceContext): string {
  const { t } = context;
  if (message.event) return eventText(message.event, message.authorId, context);
  if (message.recalledAt !== null) return t('preview.recalled', { who: subject(message.authorId, context) });
  if (message.forwarded.length > 1) return t('preview.forwardedMany', { count: message.forwarded.length });
  if (message.forwarded[0]) return t('preview.forwarded', { text: plainText(message.forwarded[0].text) });
  const text = plainText(message.text);
  return message.mentionsAll ? withEveryone(text, t('everyone')) : text;
}

/** Says "@all" in the reader's language, whatever the author's is. */
function withEveryone(text: string, name: string): string {
  const pieces = splitWords(text, everyoneAlone);
  return pieces.map((piece) => (piece.type === 'everyone' ? `@${name}` : piece.text)).join('');
}

/** Whether a preview says by itself who did it, so that a list puts no name before it. */
export function namesItsAuthor(message: Message): boolean {
  return message.event !== null || message.recalledAt !== null;
}

/** Those whose names a message's preview may hold. */
export function peopleInPreview(message: Message): string[] {
  return [message.authorId, ...(message.event?.userIds.slice(0, named) ?? [])];
}

function subject(userId: string, { t, myId, nameOf }: SentenceContext): string {
  return userId === myId ? t('preview.you') : t('preview.person', { name: nameOf(userId) });
}

function objects(userIds: readonly string[], { t, locale, myId, nameOf }: SentenceContext): string {
  const shown = userIds.length > named + 1 ? userIds.slice(0, named) : userIds;
  const names: string[] = shown.map((id) =>
    id === myId ? t('preview.youObject') : t('preview.person', { name: nameOf(id) }),
  );
  const rest = userIds.length - shown.length;
  if (rest > 0) names.push(t('preview.others', { count: rest }));
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
}
