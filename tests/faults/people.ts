import { type Client, createClient } from '@hongyan/sdk';
import type { ServerProcess } from './server-process.ts';

const password = '飞鸿踏雪泥-1037';

/** Makes the administrator and some people, the way people do it, and signs each in on one device. */
export async function makePeople(server: ServerProcess, names: readonly string[]): Promise<Client[]> {
  const nobody = createClient({ url: server.url });
  const token = server.setupToken;
  await nobody.call('setup.claim', { token, name: 'admin', email: 'admin@example.org', password });
  const admin = await signIn(server, 'admin');
  const people: Client[] = [];
  for (const name of names) {
    await nobody.call('account.register', { name, email: `${name}@example.org`, password, locale: 'en' });
    const { mails } = await admin.call('admin.mails', {});
    const mail = mails.find((one) => one.to === `${name}@example.org`);
    await nobody.call('account.verify', { token: /token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '' });
    people.push(await signIn(server, name));
  }
  return people;
}

export async function signIn(server: ServerProcess, name: string): Promise<Client> {
  const client = createClient({ url: server.url });
  await client.signIn(name, password);
  return client;
}
