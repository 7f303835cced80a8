import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';

let app: TestApp;
let ming: TestUser;
let hua: TestUser;

beforeAll(async () => {
  app = await startTestApp();
  [ming, hua] = (await app.users(['小明', '小华'])) as [TestUser, TestUser];
});
afterAll(() => app.close());

async function me(user: TestUser) {
  const { changes } = await user.call('sync', { me: 0, rooms: [] });
  return changes.find(({ scope }) => scope === 'me')!;
}

async function profile() {
  const { users } = await hua.call('user.get', { userIds: [ming.id] });
  return users[0]!;
}

describe('a profile', () => {
  test('changes live on the own devices and in rooms with others', async () => {
    const { room } = await ming.call('room.direct', { userId: hua.id });
    await ming.call('message.send', { roomId: room.id, id: crypto.randomUUID(), text: '你好' });
    const [own, other] = await Promise.all([ming.socket(), hua.socket()]);
    const { rev } = await profile();
    await ming.call('account.updateProfile', { displayName: '  明  同学 ', bio: '学而时习之\n不亦说乎' });
    const mine = await own.untilChanges('me', ({ users }) => users !== undefined);
    expect(mine.users).toMatchObject([{ id: ming.id, displayName: '明 同学', bio: '学而时习之\n不亦说乎' }]);
    const theirs = await other.untilChanges(room.id, ({ users }) => users?.[0]?.displayName === '明 同学');
    expect(theirs.users![0]!.rev).toBeGreaterThan(rev);
    expect(await profile()).toMatchObject({ displayName: '明 同学', name: '小明' });
    expect((await me(ming)).users).toMatchObject([{ id: ming.id, displayName: '明 同学' }]);
    own.close();
    other.close();
  });

  test('changes only in what is given', async () => {
    await ming.call('account.updateProfile', { displayName: '明', bio: '甲' });
    await ming.call('account.updateProfile', { bio: '乙' });
    expect(await profile()).toMatchObject({ displayName: '明', bio: '乙' });
    await ming.call('account.updateProfile', {});
    expect(await profile()).toMatchObject({ displayName: '明', bio: '乙' });
  });

  test('that is the same as before moves nothing', async () => {
    await ming.call('account.updateProfile', { displayName: '明', bio: '乙' });
    const before = [(await me(ming)).to, (await profile()).rev];
    await ming.call('account.updateProfile', { displayName: ' 明 ', bio: '乙' });
    expect([(await me(ming)).to, (await profile()).rev]).toEqual(before);
  });

  test.each([['   '], ['\u200b\u200d'], ['\n\t'], ['\u3164\u2800']])(
    'refuses the name %j, of which nothing can be seen',
    async (name) => {
      expect(await codeOf(ming.call('account.updateProfile', { displayName: name }))).toBe('invalid');
    },
  );

  test('keeps marks out of the name that would turn the words after it', async () => {
    await ming.call('account.updateProfile', { displayName: 'abc\u202Egnp.exe\u0007' });
    expect((await profile()).displayName).toBe('abcgnp.exe');
  });

  test.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>'])(
    'holds %s as the text that it is',
    async (text) => {
      await ming.call('account.updateProfile', { displayName: text, bio: text });
      expect(await profile()).toMatchObject({ displayName: text, bio: text });
    },
  );

  test('refuses unknown and privileged fields', async () => {
    for (const field of ['role', 'email', 'id', 'rev', '__proto__', 'verified_at']) {
      const args = JSON.parse(`{"bio":"x","${field}":"administrator"}`) as { bio: string };
      expect(await codeOf(ming.call('account.updateProfile', args))).toBe('invalid');
    }
  });
});

describe('settings', () => {
  test('change some at a time, live on every device, and are there after a fresh start', async () => {
    const socket = await ming.socket();
    await ming.call('settings.update', { language: 'zh-CN', theme: 'dark' });
    await ming.call('settings.update', { lastSeenFor: 'contacts' });
    const { settings } = await socket.untilChanges('me', (changes) => changes.settings?.lastSeenFor === 'contacts');
    expect(settings).toMatchObject({
      language: 'zh-CN',
      theme: 'dark',
      lastSeenFor: 'contacts',
      findableByEmail: true,
    });
    expect((await me(ming)).settings).toEqual(settings);
    expect((await me(hua)).settings).toMatchObject({ language: 'auto', lastSeenFor: 'everyone' });
    socket.close();
  });

  test('changed on two devices at once are both kept', async () => {
    await Promise.all([
      ming.call('settings.update', { requestsFrom: 'nobody' }),
      ming.call('settings.update', { groupsFrom: 'contacts' }),
      ming.call('account.updateProfile', { bio: '同时' }),
      ming.call('settings.update', { findableByEmail: false }),
      ming.call('account.updateProfile', { displayName: '同时' }),
    ]);
    expect((await me(ming)).settings).toMatchObject({
      requestsFrom: 'nobody',
      groupsFrom: 'contacts',
      findableByEmail: false,
    });
    expect(await profile()).toMatchObject({ bio: '同时', displayName: '同时' });
  });

  test.each([{ theme: 'pink' }, { rev: 99 }, { language: null }, { findableByEmail: 'yes' }])(
    'refuse %j',
    async (wrong) => {
      expect(await codeOf(ming.call('settings.update', wrong as never))).toBe('invalid');
    },
  );
});

describe('a picture', () => {
  const red = { r: 200, g: 30, b: 30 };
  const blank = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: red } });
  const set = (image: Buffer | string) =>
    codeOf(ming.call('account.setAvatar', { image: typeof image === 'string' ? image : image.toString('base64') }));
  const fileOf = async (path: string) => fetch(`${app.url}${path}`);

  test.each(['png', 'jpeg', 'webp', 'gif'] as const)(
    'as %s becomes a small square without what it told',
    async (format) => {
      const image = await blank(900, 600)
        .withExif({ IFD0: { Copyright: '四川省成都市' } })
        .toFormat(format)
        .toBuffer();
      expect(await set(image)).toBe('ok');
      const { avatar } = await profile();
      expect(avatar).toMatch(/^\/files\/avatars\/[\w-]+\.webp$/);
      const response = await fileOf(avatar!);
      expect(response.headers.get('content-type')).toBe('image/webp');
      expect(response.headers.get('cache-control')).toContain('immutable');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      const bytes = Buffer.from(await response.arrayBuffer());
      const { width, height, exif } = await sharp(bytes).metadata();
      expect([width, height, exif]).toEqual([256, 256, undefined]);
      expect(bytes.includes('成都')).toBe(false);
    },
  );

  test('that is replaced or removed is gone', async () => {
    await set(await blank(20, 20).png().toBuffer());
    const { avatar: first } = await profile();
    await set(await blank(20, 20).png().toBuffer());
    const { avatar: second } = await profile();
    expect(second).not.toBe(first);
    expect((await fileOf(first!)).status).toBe(404);
    await ming.call('account.setAvatar', { image: null });
    expect(await profile()).toMatchObject({ avatar: null });
    expect((await fileOf(second!)).status).toBe(404);
  });

  test('goes with the account', async () => {
    const leaving = await app.signUp('将离');
    const image = (await blank(20, 20).png().toBuffer()).toString('base64');
    await leaving.call('account.setAvatar', { image });
    const { users } = await hua.call('user.get', { userIds: [leaving.id] });
    const { avatar } = users[0]!;
    expect((await fileOf(avatar!)).status).toBe(200);
    await leaving.call('account.delete', { password: leaving.password });
    expect((await fileOf(avatar!)).status).toBe(404);
  });

  test('is refused when it is none, and the one before stays', async () => {
    await set(await blank(20, 20).png().toBuffer());
    const { avatar } = await profile();
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>';
    const png = await blank(300, 300).png().toBuffer();
    const bad = [
      Buffer.from(svg),
      Buffer.from(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${svg}`),
      Buffer.from('<!doctype html><script>alert(1)</script>'),
      Buffer.from('GIF89a<script>alert(1)</script>'),
      Buffer.from('%PDF-1.7'),
      png.subarray(0, 60),
      await blank(20, 20).tiff().toBuffer(),
      Buffer.alloc(0),
      '!!! not base64 !!!',
    ];
    for (const image of bad) {
      expect(await set(image)).toBe(image.length === 0 ? 'invalid' : 'image_invalid');
    }
    expect((await profile()).avatar).toBe(avatar);
  });

  test('of more pixels than a server should unpack is refused before it is unpacked', async () => {
    const bomb = await blank(12_000, 12_000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await set(bomb)).toBe('image_invalid');
  });

  test('that is also something else keeps only its pixels', async () => {
    const jpeg = await blank(40, 40).jpeg().toBuffer();
    expect(await set(Buffer.concat([jpeg, Buffer.from('<script>alert(1)</script>PK\u0003\u0004')]))).toBe('ok');
    const bytes = Buffer.from(await (await fileOf((await profile()).avatar!)).arrayBuffer());
    expect(bytes.includes('script')).toBe(false);
  });

  test('is too large as a body before anybody looks at it', async () => {
    expect(await set('A'.repeat(1_400_001))).toBe('invalid');
    expect(await set('A'.repeat(2_000_000))).toBe('too_large');
  });

  test('cannot be set again and again without end', async () => {
    const eager = await app.user('手快');
    const image = (await blank(2, 2).png().toBuffer()).toString('base64');
    const codes: string[] = [];
    for (let times = 0; times < 32; times += 1) codes.push(await codeOf(eager.call('account.setAvatar', { image })));
    expect(codes.filter((code) => code === 'ok').length).toBe(30);
    expect(codes.at(-1)).toBe('rate_limited');
  });
});
