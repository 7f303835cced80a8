import { expect } from 'vitest';
import { ensureWebBuilt } from '../../../tools/setup/web.mjs';
import { launchBrowser } from './browser.ts';
import { collectComplaints } from './complaints.ts';
import { type MailServer, startMailServer } from './mail.ts';
import { type Device, type DeviceOptions, type NewPersonOptions, newDevice, newPerson, type Person } from './person.ts';
import { keepPicture } from './pictures.ts';
import { type RunningServer, startServer } from './server.ts';

export { brokenRules } from './axe.ts';
export { linkIn } from './mail.ts';
export { call, type Device, type Person } from './person.ts';
export { fill } from './words.ts';

/** All that a story needs: the server, the mail server and the browser, each of them real. */
export interface World {
  url: string;
  server: RunningServer;
  mail: MailServer;
  newPerson(options: NewPersonOptions): Promise<Person>;
  newDevice(options: DeviceOptions): Promise<Device>;
  /** After each test: keeps a picture of every page if it failed, and fails it if a page complained. */
  look(task: { name: string; result?: { state: string } | undefined }): Promise<void>;
  close(): Promise<void>;
}

/**
 * `story` names the folder under `artefacts/` in which the pictures are kept. Without `sendsMail` the server keeps its
 * mails for the administrator.
 */
export async function startWorld(story: string, { sendsMail = true } = {}): Promise<World> {
  await ensureWebBuilt();
  const mail = await startMailServer();
  const [server, browser] = await Promise.all([startServer(sendsMail ? mail.url : null), launchBrowser()]);
  const complaints = collectComplaints();
  const { url } = server;
  const deps = { story, url, browser, mail, complaints };
  return {
    url,
    server,
    mail,
    newPerson: (options) => newPerson(deps, options),
    newDevice: (options) => newDevice(deps, options),
    async look(task) {
      if (task.result?.state === 'fail') {
        const pages = browser.contexts().flatMap((context) => context.pages());
        for (const [index, page] of pages.entries()) await keepPicture(page, story, `failed-${task.name}-${index}`);
      }
      expect(complaints.take()).toEqual([]);
    },
    async close() {
      await browser.close();
      await server.close();
      await mail.close();
    },
  };
}
