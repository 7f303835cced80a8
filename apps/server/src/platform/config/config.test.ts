import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadConfig, StartupError } from './index.ts';
import { settings } from './settings.ts';

describe('the configuration', () => {
  it('needs nothing at all', () => {
    expect(loadConfig({})).toEqual({
      port: 3000,
      host: 'localhost',
      url: 'http://localhost:3000',
      dataDir: expect.stringMatching(/\/data$/),
      databaseUrl: null,
      databaseReplicaUrl: null,
      natsUrls: null,
      smtpUrl: null,
      mailFrom: 'Hongyan <hongyan@localhost>',
      logLevel: 'info',
      registration: 'open',
      messageLength: 4000,
      recallMinutes: 10,
      trustedProxies: [],
      metricsToken: null,
    });
  });

  it('takes every setting', () => {
    const config = loadConfig({
      HONGYAN_PORT: '8080',
      HONGYAN_HOST: '0.0.0.0',
      HONGYAN_URL: 'https://chat.example.com/',
      HONGYAN_DATA: '/srv/鸿雁',
      DATABASE_URL: 'postgres://hongyan@db/hongyan',
      NATS_URL: 'nats://hongyan:geheim@one:4222, nats://two',
      SMTP_URL: 'smtp://mail.example.com',
      LOG_LEVEL: 'debug',
      HONGYAN_REGISTRATION: 'closed',
      HONGYAN_MESSAGE_LENGTH: '10000',
      HONGYAN_RECALL_MINUTES: '0',
      HONGYAN_TRUSTED_PROXIES: '10.0.0.1, 192.168.0.0/16,loopback,fd00::/8',
      METRICS_TOKEN: 'geese-fly-south-1037',
      PATH: '/usr/bin',
    });
    expect(config).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      url: 'https://chat.example.com',
      dataDir: '/srv/鸿雁',
      databaseUrl: 'postgres://hongyan@db/hongyan',
      natsUrls: ['nats://hongyan:geheim@one:4222', 'nats://two'],
      smtpUrl: 'smtp://mail.example.com',
      mailFrom: 'Hongyan <hongyan@chat.example.com>',
      logLevel: 'debug',
      registration: 'closed',
      messageLength: 10_000,
      recallMinutes: 0,
      trustedProxies: ['10.0.0.1', '192.168.0.0/16', 'loopback', 'fd00::/8'],
      metricsToken: 'geese-fly-south-1037',
    });
  });

  it('makes the public address from the port', () => {
    expect(loadConfig({ HONGYAN_PORT: '4000' }).url).toBe('http://localhost:4000');
  });

  it('takes an empty value for none, as container tools leave it', () => {
    expect(loadConfig({ HONGYAN_PORT: '', DATABASE_URL: ' ' })).toEqual(loadConfig({}));
  });

  it('reads a relative data folder from its own folder, wherever it was started', () => {
    const { dataDir } = loadConfig({ HONGYAN_DATA: 'elsewhere' });
    expect(dataDir).toBe(loadConfig({}).dataDir.replace(/data$/, 'elsewhere'));
  });

  it.each([
    ['HONGYAN_PORT', '0', 'a whole number from 1 to 65535'],
    ['HONGYAN_PORT', '3000x', 'a whole number from 1 to 65535'],
    ['HONGYAN_PORT', '-1', 'a whole number from 1 to 65535'],
    ['HONGYAN_HOST', 'http://localhost', 'a host name'],
    ['HONGYAN_URL', 'chat.example.com', 'https://chat.example.com'],
    ['HONGYAN_URL', 'https://example.com/chat', 'without a path'],
    ['HONGYAN_URL', 'ftp://example.com', 'a web address'],
    ['MAIL_FROM', 'Hongyan', 'a mail address'],
    ['MAIL_FROM', 'a@b.c>\r\nBcc: <d@e.f', 'a mail address'],
    ['LOG_LEVEL', 'verbose', 'debug, info, warn, error, silent'],
    ['HONGYAN_REGISTRATION', 'yes', 'open, closed'],
    ['HONGYAN_MESSAGE_LENGTH', '40001', 'from 1 to 40000'],
    ['HONGYAN_RECALL_MINUTES', '1.5', 'a whole number'],
    ['HONGYAN_TRUSTED_PROXIES', '10.0.0.0/33', 'IP addresses or ranges'],
    ['HONGYAN_TRUSTED_PROXIES', '10.0.0.1;10.0.0.2', 'IP addresses or ranges'],
  ])('refuses %s=%s and says what may be there', (name, text, allowed) => {
    const problem = problemOf({ [name]: text });
    expect(problem).toContain(`${name} cannot be "${text}"`);
    expect(problem).toContain(allowed);
  });

  it.each([
    ['DATABASE_URL', 'mysql://root:geheim@db/chat', 'postgres://'],
    ['NATS_URL', 'nats://bus,redis://user:geheim@bus', 'nats://'],
    ['SMTP_URL', 'https://user:geheim@mail', 'smtps://'],
    ['METRICS_TOKEN', 'geheim', 'at least 16'],
  ])('refuses a wrong %s without repeating its password', (name, text, allowed) => {
    const problem = problemOf({ [name]: text });
    expect(problem).toContain(allowed);
    expect(problem).not.toContain('geheim');
  });

  it('refuses several nodes on a database that only one can reach', () => {
    expect(problemOf({ NATS_URL: 'nats://bus' })).toContain('set DATABASE_URL');
  });

  it('refuses a name that it does not know, and guesses which one is meant', () => {
    expect(problemOf({ HONGYAN_PROT: '1' })).toContain('did you mean HONGYAN_PORT?');
    expect(problemOf({ HONGYAN_MAX_MESSAGE_LENGTH: '1' })).toContain('did you mean HONGYAN_MESSAGE_LENGTH?');
  });

  it('leaves what belongs to the tests and to others alone', () => {
    expect(loadConfig({ HONGYAN_TEST_POSTGRES: 'x', PORT: '1' })).toEqual(loadConfig({}));
  });
});

describe('docs/configuration.md', () => {
  it('has a row for every setting, with its default, and no other', () => {
    const page = readFileSync(new URL('../../../../../docs/configuration.md', import.meta.url), 'utf8');
    const cells = page.split('\n').map((line) => line.replaceAll(/ *\| */g, ' | ').trim());
    const rows = cells.filter((line) => /^\| `[A-Z_]+` \|/.test(line));
    expect(rows).toEqual(
      Object.entries(settings).map(
        ([name, { about, value, otherwise }]) => `| \`${name}\` | ${about} | ${value.allowed} | ${otherwise} |`,
      ),
    );
  });
});

function problemOf(env: Record<string, string>): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof StartupError) return error.message;
    throw error;
  }
  return 'nothing is wrong';
}
