import { type ReactNode, type RefObject, useMemo } from 'react';
import { useMessageRules } from '../../../app/server-info.ts';
import { Composer } from '../composer/Composer.tsx';
import { useOwnLinks } from '../markdown/own-links.ts';
import type { RoomAccess } from '../room/access.ts';
import { ClosedBar } from '../room/ClosedBar.tsx';
import { useKeyboardInset } from '../room/keyboard-inset.ts';
import { Timeline, type TimelineHandle } from '../timeline/Timeline.tsx';
import { ConversationContext } from './conversation.ts';
import { Overlays } from './Overlays.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { useEditing } from './use-editing.ts';
import { useMessageActions } from './use-message-actions.ts';
import { useOverlay } from './use-overlay.ts';
import { useSelection } from './use-selection.ts';

/** A room's messages, and beneath them where one writes. */
export function Conversation({
  access,
  timeline,
  messageId,
  onArrived,
  beginning,
}: {
  access: RoomAccess;
  timeline: RefObject<TimelineHandle | null>;
  /** A message to go to; `onArrived` is called once that is done. */
  messageId: string | undefined;
  onArrived: () => void;
  /** Stands above the first message. */
  beginning: ReactNode;
}) {
  const rules = useMessageRules();
  const overlay = useOverlay();
  const selection = useSelection();
  const editing = useEditing(access.room.id);
  const actions = useMessageActions({ access, timeline, overlay, editing, selection });
  const showsAuthors = access.home.room.kind !== 'direct';
  const conversation = useMemo(
    () => ({ access, rules, showsAuthors, actions }),
    [access, rules, showsAuthors, actions],
  );
  const followLink = useOwnLinks();
  const inset = useKeyboardInset();
  return (
    <ConversationContext value={conversation}>
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- it only looks at links, which are reached by keyboard */}
      <div className="flex min-h-0 flex-1 flex-col" style={{ paddingBottom: inset }} onClick={followLink}>
        <Timeline
          ref={timeline}
          messageId={messageId}
          onArrived={onArrived}
          beginning={beginning}
          chosen={selection.chosen}
          onEditOutgoing={editing.takeBack}
        />
        {selection.chosen ? (
          <SelectionBar chosen={selection.chosen} onEnd={selection.end} />
        ) : access.closed ? (
          <ClosedBar access={access} closed={access.closed} />
        ) : (
          <Composer editing={editing} onSent={() => timeline.current?.toEnd()} />
        )}
        <Overlays overlay={overlay} onForwarded={selection.end} />
      </div>
    </ConversationContext>
  );
}
