import type { Timeline } from '@hongyan/sdk';
import { useEffect } from 'react';
import { useClient } from '../../../app/client.tsx';
import { useOnline } from '../room/online.ts';
import type { List } from './use-list.ts';

/** Rows that are still there when the next page is asked for: a fast scroll does not reach the edge. */
const ahead = 30;

/** Loads older and newer messages as they come near. After a failure, again when the line is back. */
export function useLoading({
  roomId,
  timeline,
  list,
  rows,
  paused,
}: {
  roomId: string;
  timeline: Timeline;
  list: List;
  /** How many rows there are. */
  rows: number;
  paused: boolean;
}): void {
  const { history } = useClient();
  const online = useOnline();
  const { range } = list;
  const nearTop = range !== null && range.startIndex < ahead;
  const nearBottom = range !== null && range.endIndex > rows - ahead;
  const wants = timeline.hasOlder && nearTop ? 'older' : timeline.hasNewer && nearBottom ? 'newer' : null;
  const free = !paused && timeline.loading === null && timeline.error === null;

  useEffect(() => {
    if (!free || !wants) return;
    void (wants === 'older' ? history.loadOlder(roomId) : history.loadNewer(roomId));
    // Each page that came may call for the next.
  }, [history, roomId, wants, free, timeline.messages]);

  const failed = timeline.error !== null;
  useEffect(() => {
    if (!online || !failed || !wants) return;
    void (wants === 'older' ? history.loadOlder(roomId) : history.loadNewer(roomId));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only the line's return is a reason to try again
  }, [online]);
}
