import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { brokenRules, call, type Device, fill, linkIn, startWorld, type World } from './harness/index.ts';
import { eventually } from './steps.ts';

/** The story of an account, told in order: made, proven, used on two devices, changed, locked, disabled, gone. */

const password = 'a goose carries letters';

async function open({ page }: Device, world: World, path: string): Promise<void> {
  await page.goto(world.url + path);
}

async function enterNewAccount({ page, words }: Device, name: string, email: string, chosen: string): Promise<void> {
  await page.getByLabel(words.account.name, { exact: true }).fill(name);
  await page.getByLabel(words.account.email, { exact: true }).fill(email);
  await page.getByLabel(words.account.password, { exact: true }).fill(chosen);
}

async function trySignIn({ page, words }: Device, login: string, secret: string): Promise<void> {
  await page.getByLabel(words.account.login, { exact: true }).fill(login);
  await page.getByLabel(words.account.password, { exact: true }).fill(secret);
  await page.getByRole('button', { name: words.account.signIn.submit, exact: true }).click();
}

async function isIn({ page, words }: Device): Promise<void> {
  await page.getByRole('navigation', { name: words.common.nav.label }).waitFor();
}

async function signIn(device: Device, world: World, login: string, secret: string): Promise<void> {
  await open(device, world, '/sign-in');
  await trySignIn(device, login, secret);
  await isIn(device);
}

describe('a server that sends mail', () => {
  let world: World;
  let phone: Device;
  let desk: Device;
  const mistyped = 'mign@example.org';
  const email = 'ming@example.org';
  const newEmail = 'xiaoming@example.net';
  let current = password;

  beforeAll(async () => {
    world = await startWorld('account');
    phone = await world.newDevice({ language: 'zh-CN', viewport: 'phone' });
    desk = await world.newDevice({ language: 'en', theme: 'dark' });
  });
  afterEach(({ task }) => world.look(task));
  afterAll(() => world?.close());

  test('a new account is checked before it is sent, and the page says where the mail went', async () => {
    const { page, words } = phone;
    await open(phone, world, '/register');
    await enterNewAccount(phone, '小', 'ming@', 'password1');
    await page.getByRole('button', { name: words.account.register.submit }).click();
    await page.getByText(words.common.password.common).waitFor();
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(3);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('name');
    await phone.shot('register-errors');
    expect(await brokenRules(page)).toEqual([]);

    await enterNewAccount(phone, '王小明', mistyped, password);
    await page.getByText(words.common.password.strong).waitFor();
    await page.getByRole('button', { name: words.account.register.submit }).click();
    await page.getByText(fill(words.account.mail.sentTo, { email: mistyped })).waitFor();
    await phone.shot('mail-sent');
    expect(await brokenRules(page)).toEqual([]);
  });

  test('an address that was mistyped is corrected, and the mail goes to the right one', async () => {
    const { page, words } = phone;
    const first = linkIn(await world.mail.next(mistyped));
    await page.getByRole('link', { name: words.account.correct.link }).click();
    await page.getByRole('button', { name: words.account.verify.send }).click();
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(3);
    await page.getByLabel(words.account.name, { exact: true }).fill('王小明');
    await page.getByLabel(words.account.password, { exact: true }).fill('not the password');
    await page.getByLabel(words.account.correct.email, { exact: true }).fill(email);
    await page.getByRole('button', { name: words.account.verify.send }).click();
    await page.getByRole('alert').getByText('用户名或密码不正确').waitFor();
    await phone.shot('correct-email');
    expect(await brokenRules(page)).toEqual([]);
    await page.getByLabel(words.account.password, { exact: true }).fill(password);
    await page.getByRole('button', { name: words.account.verify.send }).click();
    await page.getByText(fill(words.account.mail.sentTo, { email })).waitFor();
    await desk.page.goto(first);
    await desk.page.getByText(desk.words.account.link.invalidBody).waitFor();
  });

  test('before the link is opened, signing in says so and has the mail sent again', async () => {
    const { page, words } = phone;
    const first = linkIn(await world.mail.next(email));
    await open(phone, world, '/sign-in');
    await trySignIn(phone, '王小明', password);
    await page.getByRole('button', { name: words.account.signIn.resend }).waitFor();
    await phone.shot('unverified');
    expect(await brokenRules(page)).toEqual([]);
    await page.getByRole('button', { name: words.account.signIn.resend }).click();
    await page.getByText(fill(words.account.mail.sentToName, { name: '王小明' })).waitFor();

    const second = await world.mail.next(email);
    expect(second.subject).toBe('确认你的邮箱');
    await page.goto(linkIn(second));
    await page.getByText(words.account.verify.done).waitFor();
    await phone.shot('verified');
    await page.goto(linkIn(second));
    await page.getByText(words.account.link.usedBody).waitFor();
    await phone.shot('link-used');
    expect(await brokenRules(page)).toEqual([]);
    expect(first).not.toBe(linkIn(second));
  });

  test('a link that is not whole says so, and leads to a new one', async () => {
    const { page, words } = phone;
    await open(phone, world, '/verify?token=half');
    await page.getByText(words.account.link.invalidBody).waitFor();
    await phone.shot('link-invalid');
    expect(await brokenRules(page)).toEqual([]);
    await page.getByRole('link', { name: words.account.link.renew }).click();
    await page.getByText(words.account.verify.ask).waitFor();
    await open(phone, world, `/verify?token=${'9'.repeat(400)}`);
    await page.getByText(words.account.link.invalidBody).waitFor();
  });

  test('language and theme that were chosen before signing in become those of the account', async () => {
    const { page, words } = desk;
    await open(desk, world, '/sign-in?from=%2Fsettings%2Fappearance');
    await page.getByRole('button', { name: words.account.page.language }).click();
    await page.getByRole('menuitem', { name: '简体中文' }).click();
    await page.getByRole('button', { name: phone.words.account.page.theme }).click();
    await page.getByRole('menuitem', { name: phone.words.account.page.light }).click();
    desk = { ...desk, words: phone.words };
    // Full-width letters and another case are the same address.
    await trySignIn(desk, 'ＭＩＮＧ@Example.org', password);
    await page.getByRole('radio', { name: '简体中文' }).and(page.locator('[aria-checked="true"]')).waitFor();
    await page
      .getByRole('radio', { name: phone.words.settings.appearance.light })
      .and(page.locator(':checked'))
      .waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light');
    await desk.shot('appearance');
  });

  test('the profile, with a picture, shows on the other device at once', async () => {
    await signIn(phone, world, '王小明', password);
    await open(phone, world, '/settings');
    const { page, words } = desk;
    await open(desk, world, '/settings/profile');
    await page.getByLabel(words.settings.profile.displayName).fill('小明 🪿');
    await page.getByLabel(words.settings.profile.bio).fill('喜欢爬山、摄影和雨天。');
    await page.getByRole('button', { name: words.common.save }).click();
    await phone.page.getByRole('link', { name: '小明 🪿' }).waitFor();

    await page.locator('input[type="file"]').setInputFiles({ name: 'red.png', mimeType: 'image/png', buffer: redPng });
    await page.getByRole('button', { name: words.common.crop.use }).click();
    await page.getByRole('button', { name: words.settings.profile.removePicture }).waitFor();
    await phone.page.getByRole('link', { name: '小明 🪿' }).locator('img').waitFor();

    await page.getByRole('button', { name: new RegExp(words.settings.status.meeting) }).click();
    await page.getByRole('button', { name: words.settings.status.set }).click();
    await page.getByRole('button', { name: words.settings.status.clear }).waitFor();
    await page.getByRole('radio', { name: new RegExp(words.common.presence.busy) }).click();
    await page.reload();
    await page.getByRole('button', { name: words.settings.status.clear }).waitFor();
    await page
      .getByRole('radio', { name: new RegExp(words.common.presence.busy) })
      .and(page.locator('[aria-checked="true"]'))
      .waitFor();
    await desk.shot('profile');
    await phone.shot('settings');
    expect(await brokenRules(page)).toEqual([]);
  });

  test('a device that is signed out from another one says so', async () => {
    const { page, words } = desk;
    await open(desk, world, '/settings/devices');
    await page.getByText(words.settings.devices.this, { exact: true }).waitFor();
    await desk.shot('devices');
    await page.getByRole('button', { name: words.settings.devices.others }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: words.settings.devices.end }).click();
    await phone.page.getByText(words.common.ended['signed-out']).waitFor();
    await page.getByText(words.settings.devices.alone).waitFor();
    await phone.shot('signed-out');
    expect(await brokenRules(phone.page)).toEqual([]);
  });

  test('another e-mail address counts once its link is opened, and the old one is told', async () => {
    const { page, words } = desk;
    await open(desk, world, '/settings/account');
    await page.getByRole('button', { name: words.settings.account.emailChange }).click();
    await page.getByLabel(words.settings.account.emailNew).fill(newEmail);
    await page.getByLabel(words.settings.account.passwordNow, { exact: true }).fill('not this one');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('密码不正确').waitFor();
    await page.getByLabel(words.settings.account.passwordNow, { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.getByText(fill(words.settings.account.pending, { email: newEmail })).waitFor();
    await desk.shot('email-pending');

    const link = linkIn(await world.mail.next(newEmail));
    await phone.page.goto(link);
    await phone.page.getByText(words.account.confirmEmail.done).waitFor();
    await page.getByText(newEmail, { exact: true }).waitFor();
    await page.getByText(fill(words.settings.account.pending, { email: newEmail })).waitFor({ state: 'detached' });
    expect((await world.mail.next(email)).text).toContain(newEmail);
    // Opened once more by who is signed in, it does not send them to do it all again.
    await page.goto(link);
    await page.getByText(words.account.confirmEmail.used).waitFor();
    expect(await page.getByText(words.account.confirmEmail.again).count()).toBe(0);
    await page.getByRole('link', { name: words.account.confirmEmail.toSettings }).click();
    await signIn(phone, world, newEmail, password);
  });

  test('a new password signs the other devices out', async () => {
    const { page, words } = desk;
    current = '云中谁寄锦书来呀';
    await page.getByRole('button', { name: words.settings.account.passwordChange }).click();
    await page.getByLabel(words.settings.account.passwordNow, { exact: true }).fill(password);
    await page.getByLabel(words.settings.account.passwordNew, { exact: true }).fill(current);
    await desk.shot('password');
    expect(await brokenRules(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText(words.settings.account.passwordSaved).waitFor();
    await phone.page.getByText(words.common.ended['password-changed']).waitFor();
  });

  test('after too many failures the sign-in waits and says until when; a link in a mail opens it', async () => {
    const { page, words } = phone;
    const locked = page.getByText(new RegExp(words.account.signIn.lockedFor.replace('{{time}}', '\\d:\\d\\d')));
    await eventually(async () => {
      await trySignIn(phone, '王小明', 'a wrong password');
      await page.getByRole('alert').waitFor();
      await page.getByRole('button', { name: words.account.signIn.submit, exact: true, disabled: false }).waitFor();
      return locked.isVisible();
    }).toBe(true);
    await phone.shot('locked');
    expect(await brokenRules(page)).toEqual([]);

    await page.getByRole('link', { name: words.account.signIn.reset }).click();
    await page.getByRole('button', { name: words.account.forgot.send }).click();
    await page.getByText(fill(words.account.forgot.sent, { login: '王小明' })).waitFor();
    await phone.shot('forgot');
    const link = linkIn(await world.mail.next(newEmail));
    await page.goto(link);
    current = 'letters by goose again';
    await page.getByLabel(words.account.newPassword, { exact: true }).fill(current);
    await phone.shot('reset');
    await page.getByRole('button', { name: words.account.reset.submit }).click();
    await page.getByText(words.account.reset.done).waitFor();
    // Opened once more it says at once that it was used, before anybody thinks of a password.
    await page.goto(link);
    await page.getByText(words.account.link.usedBody).waitFor();
    await phone.shot('reset-used');
    await desk.page.getByText(words.common.ended['password-changed']).waitFor();
    await page.getByRole('link', { name: words.account.toSignIn }).click();
    await trySignIn(phone, '王小明', current);
    await isIn(phone);
  });

  test('the page of a reset link knows whose password it will be, as the server does', async () => {
    const { page, words, name, email, context } = await world.newPerson({ name: 'lovelace' });
    await context.request.post(`${world.url}/api/account.requestReset`, { data: { login: name, locale: 'en' } });
    await page.goto(linkIn(await world.mail.next(email)));
    await page.getByLabel(words.account.newPassword, { exact: true }).fill('the Lovelace of 1843');
    await page.getByText(words.common.password.name).waitFor();
    await page.getByRole('button', { name: words.account.reset.submit }).click();
    await page.locator('[aria-invalid="true"]').waitFor();
    expect(await brokenRules(page)).toEqual([]);
  });

  test('who is signed in is told so where accounts are made', async () => {
    const { page, words } = phone;
    await open(phone, world, '/register');
    await page.getByText(fill(words.account.already.body, { name: '小明 🪿' })).waitFor();
    await phone.shot('already');
    expect(await brokenRules(page)).toEqual([]);
  });

  test('a server that cannot be reached is said, until it is back', async () => {
    const { page, words } = desk;
    await open(desk, world, '/sign-in');
    await page.getByRole('button', { name: words.account.signIn.submit, exact: true }).waitFor();
    await world.server.kill();
    await trySignIn(desk, '王小明', current);
    await page.getByText(words.account.offline).first().waitFor();
    await desk.shot('unreachable');
    expect(await brokenRules(page)).toEqual([]);
    await world.server.start();
    await trySignIn(desk, '王小明', current);
    await isIn(desk);
  });

  test('signing out asks first, forgets what is kept here, and leads to the sign-in page', async () => {
    const { page, words } = desk;
    await open(desk, world, '/settings/about');
    const { userId } = await call<{ userId: string }>(world, desk, 'account.session', {});
    const kept = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    expect(await kept()).toContain(`hongyan.${userId}`);
    await page.getByRole('main').getByRole('button', { name: words.settings.about.signOut }).last().click();
    await page.getByRole('alertdialog').getByRole('button', { name: words.settings.about.signOut }).click();
    await page.getByRole('heading', { name: words.account.signIn.title }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(await kept()).not.toContain(`hongyan.${userId}`);
  });

  test('an account that is deleted is gone, and says what stays', async () => {
    const { page, words } = phone;
    await open(phone, world, '/settings/account');
    await page.getByRole('button', { name: words.settings.account.delete }).click();
    await page.getByText(words.settings.account.deleteStays).waitFor();
    await page.getByLabel(words.settings.account.passwordNow, { exact: true }).fill(current);
    await phone.shot('delete');
    expect(await brokenRules(page)).toEqual([]);
    await page.getByRole('button', { name: words.settings.account.deleteConfirm }).click();
    await page.getByText(words.common.ended['account-deleted']).waitFor();
    await trySignIn(phone, newEmail, current);
    await page.getByRole('alert').getByText('用户名或密码不正确').waitFor();
  });
});

describe('a fresh server that sends no mail', () => {
  let world: World;
  let admin: Device;
  let guest: Device;

  beforeAll(async () => {
    world = await startWorld('administrator', { sendsMail: false });
    admin = await world.newDevice({ language: 'en' });
    guest = await world.newDevice({ language: 'en', viewport: 'phone', theme: 'dark' });
  });
  afterEach(({ task }) => world.look(task));
  afterAll(() => world?.close());

  test('the sign-in page says where the set-up link is, and the link makes one administrator', async () => {
    const { page, words } = admin;
    await open(admin, world, '/');
    await page.getByText(words.account.fresh.body).waitFor();
    await admin.shot('fresh');
    await open(admin, world, '/setup?token=wrong');
    await page.getByText(words.account.setup.invalid).waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    await admin.shot('setup-invalid');

    const link = world.server.setupLink();
    await page.goto(link);
    await enterNewAccount(admin, '管理员', 'admin@example.org', password);
    await admin.shot('setup');
    expect(await brokenRules(page)).toEqual([]);
    await page.getByRole('button', { name: words.account.setup.submit }).click();
    await isIn(admin);

    await guest.page.goto(link);
    await guest.page.getByText(guest.words.account.setup.done).waitFor();
  });

  test('the administrator finds the link of a new account among the mails', async () => {
    const { words } = guest;
    await open(guest, world, '/register');
    await enterNewAccount(guest, 'Ольга', 'olga@example.org', password);
    await guest.page.getByRole('button', { name: words.account.register.submit }).click();
    await guest.page.getByText(words.account.mail.handedOut).waitFor();
    await guest.shot('handed-out');

    const { page } = admin;
    await open(admin, world, '/admin/mails');
    await page.getByText(words.settings.mails.handOut).waitFor();
    await page.getByRole('button', { name: /olga@example\.org/ }).click();
    await admin.shot('mails');
    expect(await brokenRules(page)).toEqual([]);
    await page.getByRole('button', { name: words.settings.mails.copyLink }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(await page.getByRole('link', { name: link }).getAttribute('href')).toBe(link);
    await guest.page.goto(link);
    await guest.page.getByText(words.account.verify.done).waitFor();
    await signIn(guest, world, 'ольга', password);
    // Handed out, it is done with.
    await page.getByRole('button', { name: words.settings.mails.remove }).click();
    await page.getByText(words.settings.mails.none).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
  });

  test('an account that is disabled is out at once and is told; enabled, it comes in again', async () => {
    const { page, words } = admin;
    await open(admin, world, '/admin/accounts');
    await page.getByRole('searchbox').fill('ОЛЬ');
    await page.getByText('admin@example.org').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: fill(words.settings.accounts.actions, { name: 'Ольга' }) }).click();
    await page.getByRole('menuitem', { name: words.settings.accounts.disable }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: words.settings.accounts.disable }).click();
    await guest.page.getByText(guest.words.common.ended['account-disabled']).waitFor();
    await page.getByText(words.settings.accounts.state.disabled, { exact: true }).waitFor();
    await admin.shot('accounts');
    expect(await brokenRules(page)).toEqual([]);
    await trySignIn(guest, 'olga@example.org', password);
    await guest.page.getByRole('alert').getByText('This account is disabled').waitFor();
    await guest.shot('disabled');

    await page.getByRole('button', { name: fill(words.settings.accounts.actions, { name: 'Ольга' }) }).click();
    await page.getByRole('menuitem', { name: words.settings.accounts.enable }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: words.settings.accounts.enable }).click();
    await page.getByText(fill(words.settings.accounts.enableDone, { name: 'Ольга' })).waitFor();
    await signIn(guest, world, 'olga@example.org', password);
  });

  test('the administrator’s pages are for administrators alone', async () => {
    for (const path of ['/admin/mails', '/admin/accounts']) {
      await open(guest, world, path);
      await guest.page.getByText(guest.words.settings.admin.only).waitFor();
    }
    await expect(call(world, guest, 'admin.mails', {})).rejects.toThrow('administrator_only');
  });

  test('an administrator makes another one, whose pages open at once, and close again', async () => {
    const { page, words } = admin;
    const act = async (deed: 'promote' | 'demote') => {
      await page.getByRole('button', { name: fill(words.settings.accounts.actions, { name: 'Ольга' }) }).click();
      await page.getByRole('menuitem', { name: words.settings.accounts[deed] }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: words.settings.accounts[deed] }).click();
    };
    await open(admin, world, '/admin/accounts');
    await act('promote');
    await guest.page.getByText('admin@example.org').waitFor();
    await admin.shot('promoted');
    await guest.shot('accounts-phone');
    expect(await brokenRules(guest.page)).toEqual([]);
    await act('demote');
    await guest.page.getByText(guest.words.settings.admin.only).waitFor();
  });

  test('the only administrator cannot be deleted', async () => {
    const { page, words } = admin;
    await open(admin, world, '/settings/account');
    await page.getByRole('button', { name: words.settings.account.delete }).click();
    await page.getByLabel(words.settings.account.passwordNow, { exact: true }).fill(password);
    await page.getByRole('button', { name: words.settings.account.deleteConfirm }).click();
    await page.getByRole('alert').getByText('only administrator').waitFor();
    expect(await brokenRules(page)).toEqual([]);
  });
});

/** 8×8 pixels of red. */
const redPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAEUlEQVQImWM4Y2yMFTEMLQkACspMgcuiywsAAAAASUVORK5CYII=',
  'base64',
);
