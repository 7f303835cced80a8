import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { type Device, fill } from './harness/index.ts';

/** What people do and see, in their own language. Each step waits until it is done. */

/** Reads again and again until what is read is as expected, or it has taken too long. */
export const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 });

export function feed({ page, words }: Device): Locator {
  return page.getByRole('feed', { name: words.messages.timeline.label });
}

/** The first of a text's parts, up to its first value: enough to find what begins with it. */
const beginning = (text: string) => new RegExp(`^${(text.split('{{')[0] ?? '').trim()}`);

export function composer({ page, words }: Device): Locator {
  return page.getByRole('textbox', { name: beginning(words.messages.composer.label) });
}

export async function goTo({ page, words }: Device, part: 'rooms' | 'contacts' | 'settings'): Promise<void> {
  const navigation = page.getByRole('navigation', { name: words.common.nav.label });
  await navigation.getByRole('link', { name: words.common.nav[part] }).click();
}

export function roomRow({ page, words }: Device, title: string): Locator {
  const rows = page.getByRole('list', { name: words.rooms.list.label }).getByRole('link');
  return rows.filter({ has: page.getByText(title, { exact: true }) });
}

export async function openRoom(device: Device, title: string): Promise<void> {
  await roomRow(device, title).click();
  await feed(device).waitFor();
}

/** `shown` is how the text looks, where its Markdown makes it look otherwise. */
export async function write(device: Device, text: string, shown = text): Promise<void> {
  await composer(device).fill(text);
  await composer(device).press('Enter');
  await sees(device, shown);
}

export async function sees(device: Device, text: string): Promise<void> {
  await feed(device).getByText(text).first().waitFor();
}

export async function seesNo(device: Device, text: string): Promise<void> {
  await feed(device).getByText(text).waitFor({ state: 'detached' });
}

/** The texts, each of them once, in this order. */
export async function seesOnceInOrder(device: Device, texts: readonly string[]): Promise<void> {
  await eventually(async () => {
    const shown = await feed(device).innerText();
    const places = texts.map((text) => ({ text, at: shown.indexOf(text), times: shown.split(text).length - 1 }));
    return {
      order: places.toSorted((a, b) => a.at - b.at).map(({ text }) => text),
      times: places.map(({ times }) => times),
    };
  }).toEqual({ order: [...texts], times: texts.map(() => 1) });
}

/** Opens what can be done with a message: with the other button of a mouse, or with a finger that rests on it. */
export async function messageMenu(device: Device, text: string): Promise<Locator> {
  const { page, words } = device;
  const message = feed(device).getByText(text).first();
  if (await page.evaluate(() => matchMedia('(pointer: fine)').matches)) {
    await message.click({ button: 'right' });
    return page.getByRole('menu', { name: words.messages.action.label });
  }
  const box = await message.boundingBox();
  const touchPoints = [{ x: (box?.x ?? 0) + 10, y: (box?.y ?? 0) + 10 }];
  const finger = await device.context.newCDPSession(page);
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  const sheet = page.getByRole('dialog');
  await sheet.waitFor();
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await finger.detach();
  // A press within a tenth of a second would be taken for the lifting of this finger.
  await page.waitForTimeout(200);
  return sheet;
}

export async function choose(device: Device, text: string, action: string): Promise<void> {
  const menu = await messageMenu(device, text);
  await menu
    .getByRole('menuitem', { name: action })
    .or(menu.getByRole('button', { name: action }))
    .click();
}

/** Asks somebody to become contacts, from the contacts page. */
export async function askToBeContacts(device: Device, login: string, note: string): Promise<void> {
  const { page, words } = device;
  await page.getByRole('button', { name: words.contacts.add.open }).first().click();
  const dialog = page.getByRole('dialog', { name: words.contacts.add.title });
  await dialog.getByLabel(words.directory.picker.label).fill(login);
  await dialog.getByRole('button', { name: words.contacts.add.find }).click();
  await dialog.getByLabel(words.directory.request.note).fill(note);
  await dialog.getByRole('button', { name: words.directory.request.send }).click();
  await page.getByText(fill(words.directory.request.sent, { name: login })).waitFor();
}
