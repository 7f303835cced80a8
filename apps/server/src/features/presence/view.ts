import { defaultSettings, type Presence, type Settings, type Status } from '@hongyan/protocol';

/** What a user's presence follows from, apart from their devices. */
export interface Facts {
  /** What the user chose; `auto` follows the devices. */
  choice: Settings['presence'];
  lastSeenFor: Settings['lastSeenFor'];
  status: Status | null;
  lastSeenAt: number | null;
}

/** For accounts that are not there, or may not be used. */
export const nobody: Facts = {
  choice: 'offline',
  lastSeenFor: defaultSettings.lastSeenFor,
  status: null,
  lastSeenAt: null,
};

/** How somebody who looks stands to whom they look at. */
export interface Relation {
  /** One of them blocked the other. */
  blocked: boolean;
  contact: boolean;
}

/** All devices of a user taken together: `idle` when nobody touches any of them. */
export type Devices = 'active' | 'idle' | 'gone';

function stateOf(choice: Facts['choice'], devices: Devices): Presence['state'] {
  if (devices === 'gone' || choice === 'offline') return 'offline';
  if (choice !== 'auto') return choice;
  return devices === 'idle' ? 'away' : 'online';
}

/** A user's presence as one other person may see it. */
export function presenceOf(userId: string, facts: Facts, devices: Devices, relation: Relation, now: number): Presence {
  if (relation.blocked) return { userId, state: 'offline', lastSeenAt: null, status: null };
  const state = stateOf(facts.choice, devices);
  const mayKnow = facts.lastSeenFor === 'everyone' || (facts.lastSeenFor === 'contacts' && relation.contact);
  return {
    userId,
    state,
    lastSeenAt: state === 'offline' && mayKnow ? facts.lastSeenAt : null,
    status: statusAt(facts.status, now),
  };
}

function statusAt(status: Status | null, now: number): Status | null {
  return status === null || (status.until !== null && status.until <= now) ? null : status;
}
