const most = 3;
const graphemes = new Intl.Segmenter();

/** How many emoji a text is made of, if it is nothing else and at most three; else 0. Those are shown large. */
export function emojiOnly(text: string): number {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > 60) return 0;
  let count = 0;
  for (const { segment } of graphemes.segment(trimmed)) {
    if (segment === ' ') continue;
    if (!/\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator}{2}/u.test(segment)) return 0;
    if (++count > most) return 0;
  }
  return count;
}
