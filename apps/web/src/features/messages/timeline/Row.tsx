import type { Outgoing } from '@hongyan/sdk';
import type { ReactNode } from 'react';
import { LineRow } from '../message/LineRow.tsx';
import { MessageRow } from '../message/MessageRow.tsx';
import { OutgoingRow } from '../message/OutgoingRow.tsx';
import { DayRow } from './DayRow.tsx';
import type { Item } from './items.ts';
import { UnreadRow } from './UnreadRow.tsx';

/** A row of a conversation. Rows are drawn anew only for what is passed on here, so that scrolling stays smooth. */
export function Row({
  item,
  beginning,
  highlighted,
  selected,
  onEditOutgoing,
}: {
  item: Item;
  beginning: ReactNode;
  highlighted: boolean;
  selected: boolean | null;
  onEditOutgoing: (outgoing: Outgoing) => void;
}) {
  switch (item.kind) {
    case 'beginning':
      return beginning;
    case 'day':
      return <DayRow at={item.at} />;
    case 'unread':
      return <UnreadRow />;
    case 'line':
      return <LineRow message={item.message} highlighted={highlighted} />;
    case 'message':
      return <MessageRow message={item.message} leads={item.leads} highlighted={highlighted} selected={selected} />;
    case 'outgoing':
      return <OutgoingRow outgoing={item.outgoing} leads={item.leads} onEdit={onEditOutgoing} />;
  }
}
