import 'fake-indexeddb/auto';
import { indexedDbStorage } from '@hongyan/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Proxy, ProxyLine } from './proxy.ts';
import { Random } from './random.ts';
import { type Actor, pause, Stage, until } from './stage.ts';
import { sameAsFresh } from './state.ts';

let stage: Stage;
let anna: Actor;
let bao: Actor;

beforeAll(async () => {
  stage = await Stage.open({ heartbeatSeconds: 2 });
  [anna, bao] = (await stage.cast('anna', '包包')) as [Actor, Actor];
});
afterAll(() => stage.close());

const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `n${from + index}`);

describe('an offline queue', () => {
  it('goes out once and in order when the line is back', async () => {
    const room = await stage.group(anna, 'queue', [bao]);
    await anna.goesOffline();
    for (const text of numbered(1, 30)) anna.client.send(room, { text });
    expect(anna.sees(room)).toEqual(numbered(1, 30).map((text) => `[${text}]`));
    await anna.comesBack();
    await bao.shows(room, numbered(1, 30));
    await anna.shows(room, numbered(1, 30));
    expect(anna.client.store.outbox()).toEqual([]);
  });

  it('goes out in order though the line breaks again and again', async () => {
    const room = await stage.group(anna, 'breaks', [bao]);
    const random = new Random(7);
    for (const text of numbered(1, 40)) {
      anna.client.send(room, { text });
      if (random.chance(0.2)) anna.proxy.drop();
      await pause(random.below(30));
      anna.client.reconnect();
    }
    await until('all are sent', () => anna.client.store.outbox().length === 0);
    await bao.shows(room, numbered(1, 40));
    await anna.shows(room, numbered(1, 40));
  });

  it('survives the end of the page', async () => {
    const room = await stage.group(anna, 'page ends', [bao]);
    const tab = await stage.device(anna.user, { storage: indexedDbStorage(anna.id) });
    await tab.goesOffline();
    for (const text of numbered(1, 5)) tab.client.send(room, { text });
    tab.client.setDraft(room, 'and one mo', null);
    tab.client.stop();
    await pause(50);
    const again = await stage.prepare(anna.user, { storage: indexedDbStorage(anna.id) });
    again.proxy.cut();
    again.client.start();
    await until('the state is there without a line', () => again.client.store.ready());
    expect(again.sees(room)).toEqual(numbered(1, 5).map((text) => `[${text}]`));
    expect(again.client.store.draft(room).text).toBe('and one mo');
    expect(again.client.store.storageState()).toBe('persistent');
    await again.comesBack();
    await bao.shows(room, numbered(1, 5));
    await until('the draft arrives', () => anna.client.store.draft(room).text === 'and one mo');
  });

  it('is shared by two tabs without doubling', async () => {
    const [cleo] = await stage.app.users(['cleo']);
    const tabs = [1, 2].map(() => stage.device(cleo!, { storage: indexedDbStorage(cleo!.id) }));
    const [one, two] = (await Promise.all(tabs)) as [Actor, Actor];
    const room = await stage.group(one, 'tabs', [anna]);
    await until('both know the room', () => two.client.store.room(room));
    await one.goesOffline();
    await two.goesOffline();
    for (const text of numbered(1, 10)) one.client.send(room, { text });
    await until('the other tab shows them', () => two.sees(room).length === 10);
    await Promise.all([one.comesBack(), two.comesBack()]);
    await anna.shows(room, numbered(1, 10));
    await one.shows(room, numbered(1, 10));
    await two.shows(room, numbered(1, 10));
  });
});

describe('a message that waited', () => {
  it('is refused, and says why, when the room was archived meanwhile', async () => {
    const room = await stage.group(anna, 'archived', [bao]);
    await bao.goesOffline();
    bao.client.send(room, { text: 'too late' });
    await anna.call('room.archive', { roomId: room, archived: true });
    await bao.comesBack();
    await until('it has failed', () => bao.client.store.outbox()[0]?.error?.code === 'room_archived');
    await anna.call('room.archive', { roomId: room, archived: false });
    bao.client.outbox.retry(bao.client.store.outbox()[0]!.id);
    await anna.shows(room, ['too late']);
  });

  it('keeps its place and a time that never goes back, whatever the clock of the server does', async () => {
    const room = await stage.group(anna, 'clock', [bao]);
    for (const hours of [0, 1, -2, 1]) {
      stage.app.clock.advance(hours * 3_600_000);
      await anna.says(room, `${hours} h`);
    }
    await bao.shows(room, ['0 h', '1 h', '-2 h', '1 h']);
    const times = bao.client.store.timeline(room).messages.map((message) => message.createdAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

describe('a connection that is cut after the commit and before the answer', () => {
  it('leaves one message, whether it is tried again at once or later', async () => {
    for (const laterMs of [0, 700]) {
      const room = await stage.group(anna, `cut ${laterMs}`, [bao]);
      let isSent = false;
      anna.proxy.fromClient = (frame, line) => {
        isSent ||= frame.includes('"message.send"');
        line.toServer(frame);
      };
      anna.proxy.fromServer = (frame, line) => {
        if (!isSent) line.toClient(frame);
      };
      anna.client.send(room, { text: 'once' });
      await bao.shows(room, ['once']);
      expect(anna.sees(room)).toEqual(['[once]']);
      anna.proxy.cut();
      restore(anna.proxy);
      await pause(laterMs);
      await anna.comesBack();
      await anna.shows(room, ['once']);
      await until('nothing waits', () => anna.client.store.outbox().length === 0);
      await bao.shows(room, ['once']);
    }
  });
});

function restore(proxy: Proxy): void {
  proxy.fromClient = (frame, line) => line.toServer(frame);
  proxy.fromServer = (frame, line) => line.toClient(frame);
}

/** Loses, doubles or delays 15 % of the frames. What a client waits for is lost only together with the line. */
function makeBad(proxy: Proxy, random: Random): void {
  const treat = (frame: string, line: ProxyLine, pass: (frame: string) => void, isAwaited: boolean) => {
    const luck = random.next();
    if (luck < 0.05) {
      if (isAwaited) line.cut();
    } else if (luck < 0.1) {
      pass(frame);
      pass(frame);
    } else if (luck < 0.15) setTimeout(() => pass(frame), random.below(200));
    else pass(frame);
  };
  proxy.fromServer = (frame, line) => treat(frame, line, line.toClient, !frame.includes('"push":"changes"'));
  proxy.fromClient = (frame, line) => treat(frame, line, line.toServer, true);
}

describe('frames', () => {
  it('that are lost, doubled and reordered leave the state that a fresh load gives', async () => {
    const room = await stage.group(anna, 'bad network', [bao]);
    const random = new Random(42);
    makeBad(anna.proxy, random);
    makeBad(bao.proxy, random);
    const sent: string[] = [];
    for (let count = 1; count <= 60; count += 1) {
      for (const actor of [anna, bao]) {
        sent.push(actor.client.send(room, { text: `${actor.user.name} ${count}` }));
        actor.client.markRead(room, actor.client.store.room(room)?.room.lastSeq ?? 0);
        actor.client.reconnect();
      }
      await pause(random.below(30));
    }
    await until('all are sent', () => {
      for (const actor of [anna, bao]) actor.client.reconnect();
      return anna.client.store.outbox().length + bao.client.store.outbox().length === 0;
    });
    restore(anna.proxy);
    restore(bao.proxy);
    await anna.comesBack();
    await bao.comesBack();
    await sameAsFresh(anna, stage.app.url);
    await sameAsFresh(bao, stage.app.url);
    const { messages } = anna.client.store.timeline(room);
    const texts = messages.filter((message) => !message.event).map((message) => message.text);
    expect(texts).toHaveLength(sent.length);
    for (const actor of [anna, bao]) {
      const own = texts.filter((text) => text.startsWith(actor.user.name));
      expect(own).toEqual(Array.from({ length: 60 }, (_, index) => `${actor.user.name} ${index + 1}`));
    }
  });

  it('of which only the last is lost are noticed by the heads', async () => {
    const room = await stage.group(anna, 'last frame', [bao]);
    bao.proxy.fromServer = (frame, line) => {
      if (!frame.includes('"push":"changes"')) line.toClient(frame);
    };
    await anna.says(room, 'the last one');
    await bao.shows(room, ['the last one']);
    expect(bao.client.connection.get().state).toBe('online');
    restore(bao.proxy);
    await sameAsFresh(bao, stage.app.url);
  });

  it('that the server threw away are made up for once it says so', async () => {
    const room = await stage.group(anna, 'lagged', [bao]);
    let line: ProxyLine | null = null;
    bao.proxy.fromServer = (frame, one) => {
      line = one;
      if (!frame.includes('"push":"changes"') && !frame.includes('"push":"heads"')) one.toClient(frame);
    };
    await anna.says(room, 'one');
    await anna.says(room, 'two');
    await until('something was thrown away', () => line);
    expect(bao.sees(room)).toEqual([]);
    line!.toClient(JSON.stringify({ push: 'lagged' }));
    await bao.shows(room, ['one', 'two']);
    restore(bao.proxy);
  });

  it('that stop without a word are noticed, and the line is made anew', async () => {
    const room = await stage.group(anna, 'silence', [bao]);
    let frozen: ProxyLine | null = null;
    bao.proxy.fromServer = (frame, line) => {
      frozen ??= line;
      if (line !== frozen) line.toClient(frame);
    };
    await anna.says(room, 'hello?');
    await bao.shows(room, ['hello?']);
    restore(bao.proxy);
  });
});

describe('a gap', () => {
  it('beyond the limit becomes a snapshot', async () => {
    const room = await stage.group(anna, 'gap', [bao]);
    await anna.says(room, 'before');
    await bao.shows(room, ['before']);
    await bao.goesOffline();
    await anna.fills(room, 520);
    await anna.says(room, 'the last one');
    const told = bao.heard.length;
    await bao.comesBack();
    await bao.shows(room, ['the last one']);
    expect(bao.heard.slice(told).filter((heard) => heard.roomId === room)).toEqual([]);
    expect(bao.client.store.timeline(room).hasOlder).toBe(true);
    await sameAsFresh(bao, stage.app.url);
  });

  it('the other way round, after a restored backup, too', async () => {
    const room = await stage.group(anna, 'backup', [bao]);
    const kept = await anna.says(room, 'kept');
    await bao.shows(room, ['kept']);
    const { rev } = bao.room(room).room;
    const { rev: userRev } = await stage.app.db
      .selectFrom('user_scopes')
      .select('rev')
      .where('user_id', '=', bao.id)
      .executeTakeFirstOrThrow();
    await bao.goesOffline();
    await anna.goesOffline();
    // As if what follows had never been on this disk: both clients know more than the server.
    await anna.comesBack();
    await anna.says(room, 'lost with the disk');
    await anna.goesOffline();
    const back = stage.app.db;
    await back.deleteFrom('messages').where('room_id', '=', room).where('seq', '>', kept.seq).execute();
    await back.updateTable('rooms').set({ rev, last_seq: kept.seq }).where('id', '=', room).execute();
    await back
      .updateTable('user_scopes')
      .set({ rev: userRev - 1 })
      .where('user_id', '=', bao.id)
      .execute();
    await anna.comesBack();
    await anna.shows(room, ['kept']);
    await bao.comesBack();
    await bao.says(room, 'after');
    await anna.shows(room, ['kept', 'after']);
    await bao.shows(room, ['kept', 'after']);
  });
});
