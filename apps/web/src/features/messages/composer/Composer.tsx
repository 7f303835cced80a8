import { SendHorizontal, SmilePlus } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, cx, EmojiPicker, IconButton } from '../../../ui/index.ts';
import { useRoomTitle } from '../../directory/index.ts';
import { useConversation } from '../conversation/conversation.ts';
import type { Editing } from '../conversation/use-editing.ts';
import { EditBar, ReplyBar } from './ComposerBar.tsx';
import { FormattingHelp } from './FormattingHelp.tsx';
import { insertText } from './insert-text.ts';
import { SuggestionList } from './SuggestionList.tsx';
import { useComposerKeys } from './use-composer-keys.ts';
import { useSending } from './use-sending.ts';
import { type Suggestion, useSuggestions } from './use-suggestions.ts';
import { useTellLeftOut } from './use-tell-left-out.ts';

/** So many UTF-16 units fill the field to its full height; what follows need not be laid out twice. */
const tallest = 5_000;

/** Where one writes: a plain field that grows with its text, so that every input method works in it. */
export function Composer({ editing, onSent }: { editing: Editing; onSent: () => void }) {
  const { t } = useTranslation('messages');
  const { access } = useConversation();
  const roomId = access.room.id;
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const writing = useSending({ roomId, editing, onSent });
  const { text } = writing;
  const suggestions = useSuggestions(text, caret);
  const title = useRoomTitle(roomId);
  const tellLeftOut = useTellLeftOut();

  useFocus(field, editing.wanted);

  const pick = (suggestion: Suggestion) => {
    const { word } = suggestions;
    if (field.current && word) insertText(field.current, suggestion.text, word);
  };
  const onKeyDown = useComposerKeys({ writing, editing, suggestions, pick });
  const label = access.room.kind === 'thread' ? t('composer.thread') : t('composer.label', { room: title });
  const chosen = suggestions.all.length > 0 ? `${suggestions.id}-${suggestions.index}` : undefined;

  return (
    <div className="safe-bottom @container relative shrink-0 bg-canvas">
      <div className="relative mx-auto max-w-4xl px-2 pb-2 md:pb-4 @2xl:px-6">
        <SuggestionList suggestions={suggestions} onPick={pick} />
        <div className="rounded-[22px] border border-line bg-surface focus-within:border-accent">
          {editing.message ? (
            <EditBar message={editing.message} onEnd={editing.end} />
          ) : (
            editing.replyTo && (
              <ReplyBar roomId={roomId} messageId={editing.replyTo} onEnd={() => editing.setReplyTo(null)} />
            )
          )}
          <div className="flex items-end gap-1 p-0.5 md:p-1">
            <EmojiPicker
              trigger={<IconButton label={t('composer.emoji')} icon={<SmilePlus />} className="rounded-full" />}
              onPick={(emoji) => field.current && insertText(field.current, emoji)}
            />
            <GrowingField text={text} placeholder={label}>
              <textarea
                ref={field}
                rows={1}
                value={text}
                maxLength={writing.most}
                onChange={(event) => {
                  writing.type(event.target.value);
                  setCaret(event.target.selectionEnd);
                }}
                onPaste={(event) => tellLeftOut(event.currentTarget, event.clipboardData)}
                onDrop={(event) => tellLeftOut(event.currentTarget, event.dataTransfer)}
                onSelect={(event) => setCaret(event.currentTarget.selectionEnd)}
                onKeyDown={onKeyDown}
                onCompositionStart={() => writing.setComposing(true)}
                onCompositionEnd={() => writing.setComposing(false)}
                aria-label={label}
                aria-autocomplete="list"
                aria-controls={chosen && suggestions.id}
                aria-activedescendant={chosen}
                enterKeyHint="send"
                autoComplete="off"
                dir="auto"
                className="col-start-1 row-start-1 resize-none overflow-y-auto bg-transparent py-2.5 [overflow-wrap:anywhere] outline-none md:py-1.5"
              />
            </GrowingField>
            <span className="hidden @lg:flex">
              <FormattingHelp />
            </span>
            <button
              type="button"
              aria-label={editing.message ? t('composer.saveEdit') : t('composer.send')}
              disabled={!writing.canSend}
              // The field keeps the focus, and a phone its keyboard.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => void writing.send()}
              className={cx(
                'grid size-11 shrink-0 place-items-center rounded-full transition-colors md:size-9',
                writing.canSend ? 'bg-accent text-on-accent hover:bg-accent-hover' : 'text-muted opacity-60',
              )}
            >
              <SendHorizontal aria-hidden className="size-5 rtl:-scale-x-100" />
            </button>
          </div>
        </div>
        <Limit left={writing.left} parts={writing.parts} onSplit={writing.sendParts} />
      </div>
    </div>
  );
}

/** A field of one line to 38 % of the window's height: what is written stands behind it too, unseen, and stretches it. */
function GrowingField({ text, placeholder, children }: { text: string; placeholder: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] text-base leading-6 md:text-[15px]">
      <div
        aria-hidden
        className="invisible col-start-1 row-start-1 max-h-[38dvh] overflow-hidden py-2.5 whitespace-pre-wrap [overflow-wrap:anywhere] md:py-1.5"
      >
        {`${text.slice(0, tallest)}\u200b`}
      </div>
      {text === '' && (
        // A field of several lines cannot end its own placeholder in an ellipsis.
        <div aria-hidden className="pointer-events-none col-start-1 row-start-1 truncate py-2.5 text-muted md:py-1.5">
          {placeholder}
        </div>
      )}
      {children}
    </div>
  );
}

/** How much more can be written, near the limit; beyond it, the way to send it all the same. */
function Limit({ left, parts, onSplit }: { left: number; parts: number; onSplit: () => void }) {
  const { t } = useTranslation('messages');
  const near = left < 200;
  if (!near) return null;
  return (
    <div className="flex min-h-8 items-center justify-end gap-3 px-3 pt-1 text-sm" role="status">
      {left >= 0 ? (
        <span className="text-muted tabular-nums">{t('composer.left', { count: left })}</span>
      ) : (
        <>
          <span className="text-danger tabular-nums">{t('composer.over', { count: -left })}</span>
          {parts > 1 && (
            <Button size="small" variant="secondary" onClick={onSplit}>
              {t('composer.sendParts', { count: parts })}
            </Button>
          )}
        </>
      )}
    </div>
  );
}

/** Takes the focus when somebody wants to write, and on opening where that brings up no keyboard on the screen. */
function useFocus(field: RefObject<HTMLTextAreaElement | null>, wanted: number): void {
  useEffect(() => {
    const element = field.current;
    if (!element || (wanted === 0 && !matchMedia('(pointer: fine)').matches)) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [field, wanted]);
}
