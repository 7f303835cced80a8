import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The entry before this one is the place above, so that going up is going back. */
    below?: true;
  }
}

/** What stands beside a room. `saved` needs no room. */
const panels = ['details', 'members', 'pins', 'saved', 'settings', 'invites'] as const;
export type Panel = (typeof panels)[number];

/** What an address says is shown. A thread goes before a panel. */
export interface Place {
  roomId?: string | undefined;
  messageId?: string | undefined;
  panel?: Panel | undefined;
  thread?: string | undefined;
}

export function usePlace(): Place {
  const { roomId, messageId } = useParams({ strict: false });
  const { panel, thread } = useSearch({ strict: false });
  return { roomId, messageId, panel: panels.find((known) => known === panel), thread };
}

/** The place above: a part of the details lies below them, they below the room, the room below the list. */
export function above({ roomId, panel, thread }: Place): Place {
  if (thread || panel === 'details' || panel === 'saved') return roomId ? { roomId } : {};
  if (panel && roomId) return { roomId, panel: 'details' };
  return {};
}

/** Whether `place` is what one sees on going up from `other`. */
export function isAbove(place: Place, other: Place): boolean {
  const { roomId, panel } = above(other);
  return place.roomId === roomId && place.panel === panel && !place.thread;
}

export interface RoomNavigation {
  openRoom(roomId: string): void;
  openDetails(roomId: string): void;
  openPanel(panel: Panel): void;
  /** One step up, by the browser's history where that step is in it. */
  goUp(): void;
  /** To the list, with no way back into a room that is gone. */
  goToList(): void;
}

/** Ways through the rooms' addresses. */
export function useRoomNavigation(): RoomNavigation {
  const navigate = useNavigate();
  const router = useRouter();
  const { roomId, messageId, panel, thread } = usePlace();

  return useMemo(() => {
    const here: Place = { roomId, messageId, panel, thread };
    const go = (to: Place, how: { replace?: boolean } = {}) => {
      const replace = how.replace ?? false;
      const search = to.panel ? { panel: to.panel } : {};
      const options = { search, replace, state: !replace && isAbove(here, to) ? { below: true as const } : {} };
      if (!to.roomId) return void navigate({ to: '/', ...options });
      const params = { roomId: to.roomId };
      if (to.roomId !== roomId || !messageId) return void navigate({ to: '/rooms/$roomId', params, ...options });
      // The room goes on showing the message while panels come and go beside it.
      void navigate({ to: '/rooms/$roomId/m/$messageId', params: { ...params, messageId }, ...options });
    };
    return {
      openRoom: (id) => go({ roomId: id }),
      openDetails: (id) => go({ roomId: id, panel: 'details' }),
      openPanel: (next) => go({ roomId, panel: next }, { replace: next === panel }),
      goUp: () => {
        if (router.state.location.state.below) router.history.back();
        else go(above(here), { replace: true });
      },
      goToList: () => go({}, { replace: true }),
    };
  }, [navigate, router, roomId, messageId, panel, thread]);
}
