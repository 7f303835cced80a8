/**
 * What I recalled on this page, by message id, so that I can write it again. Kept no longer than the page and nowhere
 * else: recalled is recalled.
 */
const texts = new Map<string, string>();
const most = 20;

export function keepRecalledText(messageId: string, text: string): void {
  if (texts.size >= most) texts.delete(texts.keys().next().value!);
  texts.set(messageId, text);
}

export function recalledText(messageId: string): string | null {
  return texts.get(messageId) ?? null;
}
