import { ensureWebBuilt } from '../../../tools/setup/web.mjs';
import { launchBrowser } from './browser.ts';
import { type Complaints, collectComplaints } from './complaints.ts';
import { type MailServer, startMailServer } from './mail.ts';
import { type Device, type DeviceOptions, type NewPersonOptions, newDevice, newPerson, type Person } from './person.ts';
import { type RunningServer, startServer } from './server.ts';

export { brokenRules } from './axe.ts';
export { linkIn } from './mail.ts';
export { call, type Device, type Person } from './person.ts';
export { fill, wordsOf } from './words.ts';

/** All that a story needs: the server, the mail server and the browser, each of them real. */
export interface World {
  url: string;
  server: RunningServer;
  mail: MailServer;
  complaints: Complaints;
  newPerson(options: NewPersonOptions): Promise<Person>;
  newDevice(options: DeviceOptions): Promise<Device>;
  close(): Promise<void>;
}

/** `story` names the folder under `artefacts/` in which the pictures are kept. */
export async function startWorld(story: string): Promise<World> {
  await ensureWebBuilt();
  const mail = await startMailServer();
  const [server, browser] = await Promise.all([startServer(mail.url), launchBrowser()]);
  const complaints = collectComplaints();
  const { url } = server;
  const deps = { story, url, browser, mail, complaints };
  return {
    url,
    server,
    mail,
    complaints,
    newPerson: (options) => newPerson(deps, options),
    newDevice: (options) => newDevice(deps, options),
    async close() {
      await browser.close();
      await server.close();
      await mail.close();
    },
  };
}
