/**
 * Puts text in place of a part of a field, as if it were typed: the caret goes behind it and undo takes it back. The
 * command is old, but nothing else keeps undo.
 */
export function insertText(field: HTMLTextAreaElement, text: string, range?: { start: number; end: number }): void {
  field.focus();
  if (range) field.setSelectionRange(range.start, range.end);
  if (document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Puts a mark around what is selected, or takes it off where it stands already. The words stay selected. */
export function toggleMark(field: HTMLTextAreaElement, mark: string): void {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const words = value.slice(start, end);
  const marked = value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
  if (marked) insertText(field, words, { start: start - mark.length, end: end + mark.length });
  else insertText(field, mark + words + mark);
  const from = marked ? start - mark.length : start + mark.length;
  field.setSelectionRange(from, from + words.length);
}
