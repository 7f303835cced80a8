/** A room's messages, and messages in one line of words. */
export { PinnedPanel } from './panels/PinnedPanel.tsx';
export { SavedPanel } from './panels/SavedPanel.tsx';
export { plainText } from './plain-text.ts';
export { namesItsAuthor, type SentenceContext } from './preview.ts';
export { RoomView, type RoomViewProps } from './RoomView.tsx';
export { ThreadView } from './ThreadView.tsx';
export { useMessagePreview } from './use-preview.ts';
