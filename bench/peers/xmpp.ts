import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint } from '../load/line.ts';
import { openXmpp, xmppName } from '../load/lines/xmpp.ts';
import type { Plan } from '../load/plan.ts';
import type { RunningPeer } from './peer.ts';

/** Everybody's password on the XMPP servers. */
export const xmppPassword = 'geese-carry-letters';

/** What XMPP calls the rooms of a plan: rooms of the conference service, or of a pair its second user. */
export function xmppEndpoint(plan: Plan, port: number): Endpoint {
  const roomNames = plan.rooms.map((members, room) =>
    plan.direct ? `${xmppName(members[1]!)}@localhost` : `r${room}@conference.localhost`,
  );
  return { kind: 'xmpp', host: '127.0.0.1', port, roomNames, direct: plan.direct };
}

/** In a room everybody gets a copy; of a pair only the one who is written to. */
export const xmppReceivers: Pick<RunningPeer, 'secretOf' | 'receives' | 'receiversOf'> = {
  secretOf: () => xmppPassword,
  receives: (plan, user, room) => !plan.direct || plan.rooms[room]![1] === user,
  receiversOf: (members) => (members === 2 ? 1 : members),
};

const readyMs = 20_000;

/** A server that listens may not know its accounts yet: waits until one can sign in. */
export async function untilSignedIn(endpoint: Endpoint): Promise<void> {
  const user = { index: 0, secret: xmppPassword, rooms: [] };
  for (const giveUpAt = Date.now() + readyMs; ; await sleep(200)) {
    try {
      const line = await openXmpp(endpoint, user, () => {});
      return line.cut();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
    }
  }
}
