/** A room's messages, and messages in one line of words. */
export { plainText } from './plain-text.ts';
export { eventText, messagePreview, namesItsAuthor, type SentenceContext } from './preview.ts';
export { useMessagePreview } from './use-preview.ts';
