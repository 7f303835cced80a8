import { BlockList, isIP } from 'node:net';

/** How the text of one variable becomes its value. `parse` throws when the text is not what `allowed` says. */
export interface Value<T> {
  /** What may stand there, in words. */
  allowed: string;
  parse(text: string): T;
}

class NotAllowed extends Error {}

function refuse(): never {
  throw new NotAllowed();
}

export function isNotAllowed(error: unknown): boolean {
  return error instanceof NotAllowed;
}

export function integer(min: number, max: number): Value<number> {
  return {
    allowed: `a whole number from ${min} to ${max}`,
    parse: (text) => {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : refuse();
      return value >= min && value <= max ? value : refuse();
    },
  };
}

export function oneOf<const T extends string>(...values: T[]): Value<T> {
  return {
    allowed: `one of ${values.join(', ')}`,
    parse: (text) => values.find((value) => value === text) ?? refuse(),
  };
}

export const hostName: Value<string> = {
  allowed: 'a host name or an IP address, such as localhost or 0.0.0.0',
  parse: (text) => (isIP(text) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) ? text : refuse()),
};

/** Long enough that nobody tries until it fits. */
export const secret: Value<string> = {
  allowed: 'at least 16 letters, digits and signs, without spaces',
  parse: (text) => (/^[\x21-\x7E]{16,}$/.test(text) ? text : refuse()),
};

export const path: Value<string> = {
  allowed: 'a folder',
  parse: (text) => (text.includes('\0') ? refuse() : text),
};

/** The origin without a slash at its end, ready to put a path behind it. */
export const webAddress: Value<string> = {
  allowed: 'a web address without a path, such as https://chat.example.com',
  parse: (text) => {
    const url = URL.canParse(text) ? new URL(text) : refuse();
    const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
    return /^https?:$/.test(url.protocol) && bare ? url.origin : refuse();
  },
};

/** Only the scheme is looked at: whether the rest leads anywhere shows when it is used. */
export function serviceAddress(example: string, ...schemes: string[]): Value<string> {
  return {
    allowed: `an address such as ${example}`,
    parse: (text) => (schemes.some((scheme) => text.startsWith(`${scheme}://`)) ? text : refuse()),
  };
}

/** One or more of them, for a service that has several servers. */
export function serviceAddresses(example: string, ...schemes: string[]): Value<readonly string[]> {
  const one = serviceAddress(example, ...schemes);
  return {
    allowed: `${one.allowed}, or several with commas between them`,
    parse: (text) =>
      text.split(',').map((address) => {
        const url = one.parse(address.trim());
        return URL.canParse(url) ? url : refuse();
      }),
  };
}

export const mailbox: Value<string> = {
  allowed: 'a mail address, such as Hongyan <hongyan@example.com>',
  parse: (text) => (/^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(text) ? text : refuse()),
};

const namedRanges = new Set(['loopback', 'linklocal', 'uniquelocal']);

export const addresses: Value<string[]> = {
  allowed:
    'IP addresses or ranges with commas between them, such as 10.0.0.1,192.168.0.0/16; loopback, linklocal and uniquelocal are known too',
  parse: (text) => {
    const parts = text.split(',').map((part) => part.trim());
    return parts.every((part) => namedRanges.has(part) || isAddressRange(part)) ? parts : refuse();
  },
};

function isAddressRange(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  if (prefix === undefined) return true;
  if (!/^\d{1,3}$/.test(prefix)) return false;
  try {
    new BlockList().addSubnet(address, Number(prefix), version === 6 ? 'ipv6' : 'ipv4');
    return true;
  } catch {
    return false;
  }
}
