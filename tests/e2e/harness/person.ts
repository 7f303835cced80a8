import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Complaints } from './complaints.ts';
import { linkIn, type MailServer } from './mail.ts';
import { keepPicture } from './pictures.ts';
import { fill, type Language, type Spoken, wordsOf } from './words.ts';

const viewports = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

export interface DeviceOptions {
  language?: Language;
  viewport?: keyof typeof viewports;
  theme?: 'light' | 'dark';
  /** Whether the browser keeps the app itself. Off, it costs a test nothing, and loads what was just built. */
  keepsApp?: boolean;
}

/** A browser of somebody's, with one page. */
export interface Device {
  page: Page;
  context: BrowserContext;
  words: Spoken;
  /** Keeps a picture of the page among the artefacts. */
  shot(name: string): Promise<void>;
}

/** Somebody who uses the app: an account, and the device in front of them. */
export interface Person extends Device {
  id: string;
  name: string;
  email: string;
  password: string;
  /** Takes another device and signs in there. */
  otherDevice(options?: DeviceOptions): Promise<Device>;
}

export interface PersonDeps {
  /** Names the folder of the pictures. */
  story: string;
  url: string;
  browser: Browser;
  mail: MailServer;
  complaints: Complaints;
}

export interface NewPersonOptions extends DeviceOptions {
  /** The sign-in name. */
  name: string;
  /** `pages` walks through the real pages; `api` takes the short way when these are not what is tested. */
  via?: 'pages' | 'api';
}

const password = 'a goose carries letters';

/** Registers, reads the mail, opens its link and signs in. */
export async function newPerson(deps: PersonDeps, options: NewPersonOptions): Promise<Person> {
  const { name, via = 'api', ...device } = options;
  const email = `${Buffer.from(name).toString('hex')}@example.org`;
  const front = await newDevice(deps, device);
  const person = { name, email, password };
  if (via === 'pages') await registerByPages(deps, front, person);
  else await registerByApi(deps, front, person);
  const id = await call<{ userId: string }>(deps, front, 'account.session', {});
  return {
    ...front,
    ...person,
    id: id.userId,
    async otherDevice(more) {
      const other = await newDevice(deps, { ...device, ...more });
      await signInByPages(deps, other, person);
      return other;
    },
  };
}

/** Takes a device on which nobody is signed in. */
export async function newDevice(deps: PersonDeps, options: DeviceOptions): Promise<Device> {
  const { language = 'en', viewport = 'desktop', theme = 'light', keepsApp = false } = options;
  const context = await deps.browser.newContext({
    ...viewports[viewport],
    locale: language,
    colorScheme: theme,
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: keepsApp ? 'allow' : 'block',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(20_000);
  deps.complaints.listenTo(context);
  const page = await context.newPage();
  return {
    page,
    context,
    words: wordsOf(language),
    shot: (name) => keepPicture(page, deps.story, name),
  };
}

interface Credentials {
  name: string;
  email: string;
  password: string;
}

async function registerByPages(deps: PersonDeps, device: Device, { name, email, password }: Credentials) {
  const { page, words } = device;
  await page.goto(`${deps.url}/register`);
  await page.getByLabel(words.account.name, { exact: true }).fill(name);
  await page.getByLabel(words.account.email, { exact: true }).fill(email);
  await page.getByLabel(words.account.password, { exact: true }).fill(password);
  await device.shot(`register-${name}`);
  await page.getByRole('button', { name: words.account.register.submit }).click();
  await page.getByText(fill(words.account.mail.sentTo, { email })).waitFor();
  await device.shot(`mail-sent-${name}`);
  await page.goto(linkIn(await deps.mail.next(email)));
  await page.getByText(words.account.verify.done).waitFor();
  await signInByPages(deps, device, { name, email, password });
}

async function signInByPages(deps: PersonDeps, { page, words }: Device, { email, password }: Credentials) {
  await page.goto(`${deps.url}/sign-in`);
  await page.getByLabel(words.account.login, { exact: true }).fill(email);
  await page.getByLabel(words.account.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: words.account.signIn.submit }).click();
  await page.getByRole('navigation', { name: words.common.nav.label }).waitFor();
}

async function registerByApi(deps: PersonDeps, device: Device, { name, email, password }: Credentials) {
  await call(deps, device, 'account.register', { name, email, password, locale: 'en' });
  const token = new URL(linkIn(await deps.mail.next(email))).searchParams.get('token');
  await call(deps, device, 'account.verify', { token });
  await call(deps, device, 'account.signIn', { login: email, password, cookie: true });
  await device.page.goto(deps.url);
  await device.page.getByRole('navigation', { name: device.words.common.nav.label }).waitFor();
}

/** A command over HTTP with the device's cookies. */
export async function call<T>(deps: { url: string }, device: Device, command: string, args: object): Promise<T> {
  const response = await device.context.request.post(`${deps.url}/api/${command}`, { data: args });
  if (!response.ok()) throw new Error(`${command}: ${await response.text()}`);
  return (await response.json()) as T;
}
