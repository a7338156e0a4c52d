import { resolve } from 'node:path';
import * as t from 'io-ts';
import { type Network, parseNetwork } from '#gateway/limits/client-address.ts';
import { Secret } from '#infra/watch/secret.ts';

/** Reads the text of one variable. `expects` finishes the sentence "<NAME> must be ...". */
export type VariableDecoder<A> = t.Decoder<unknown, A>;

const fromText = <A>(expects: string, parse: (text: string) => A | undefined): VariableDecoder<A> =>
  new t.Type<A, A, unknown>(
    expects,
    (u): u is A => u !== undefined,
    (u, context) => {
      const value = typeof u === 'string' ? parse(u) : undefined;
      return value === undefined ? t.failure(u, context, `must be ${expects}`) : t.success(value);
    },
    (value) => value,
  );

export const oneOf = <A extends string>(...words: ReadonlyArray<A>): VariableDecoder<A> =>
  fromText(`one of ${words.map((word) => `\`${word}\``).join(', ')}`, (text) => words.find((word) => word === text));

/** Reads words with commas between them: at least one, each of the given words, no word twice. */
export const someOf = <A extends string>(...words: ReadonlyArray<A>): VariableDecoder<ReadonlyArray<A>> =>
  fromText(`some of ${words.map((word) => `\`${word}\``).join(', ')} with commas between them`, (text) => {
    const asked = text.split(',').map((word) => word.trim());
    const known = words.filter((word) => asked.includes(word));
    return known.length === asked.length ? known : undefined;
  });

export const whole = (min: number, max: number): VariableDecoder<number> =>
  fromText(`a whole number from ${min} to ${max}`, (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  });

const PORT_MAX = 65_535;
/** Reads a port. The system chooses a free one for 0. */
export const port = whole(0, PORT_MAX);

/** Reads a path and makes it absolute, from the folder in which the program was started. */
export const path = fromText('a path', (text) => (text.includes('\0') ? undefined : resolve(text)));

export const hostName = fromText('an address or a host name', (text) =>
  /^[A-Za-z0-9._:-]{1,253}$/.test(text) ? text : undefined,
);

/** Where another program listens. */
export type ListenerAddress = { readonly host: string; readonly port: number };

/** Reads a host and a port. An IPv6 address stands in brackets, which are taken away. */
export const listenerAddress: VariableDecoder<ListenerAddress> = fromText(
  'an address or a host name with a port, as `127.0.0.1:3310` or `[::1]:3310`',
  (text) => {
    const [, inBrackets, plain, digits] = /^(?:\[([\da-fA-F:.]{2,45})\]|([\w.-]{1,253})):(\d{1,5})$/.exec(text) ?? [];
    const [host, portNumber] = [inBrackets ?? plain, Number(digits)];
    return host !== undefined && portNumber > 0 && portNumber <= PORT_MAX ? { host, port: portNumber } : undefined;
  },
);

const urlOf = (text: string, protocols: ReadonlyArray<string>): URL | undefined => {
  const url = URL.parse(text);
  return url !== null && protocols.includes(url.protocol) ? url : undefined;
};

/** Reads a URL without path and credentials. A link built on a longer URL would be wrong. */
export const publicUrl = fromText('an http or https URL without a path, as `https://chat.example.org`', (text) => {
  const url = urlOf(text, ['http:', 'https:']);
  return url !== undefined && url.pathname === '/' && url.username === '' && url.search + url.hash === ''
    ? url.origin
    : undefined;
});

const POSTGRES = ['postgres:', 'postgresql:'];
const secretUrl = (expects: string, protocols: ReadonlyArray<string>): VariableDecoder<Secret> =>
  fromText(expects, (text) => (urlOf(text, protocols) === undefined ? undefined : new Secret(text)));

export const databaseUrl = secretUrl('a `postgres:` URL', POSTGRES);
/**
 * Settings of the EventStoreDB client that change nothing the adapter relies on. With an unknown setting the client
 * prints the whole URL and its password.
 */
const ESDB_SETTING =
  /^(tls=(true|false)|(tlsCAFile|userCertFile|userKeyFile|connectionName)=[^&]+|(keepAliveInterval|keepAliveTimeout|discoveryInterval|gossipTimeout|maxDiscoverAttempts)=\d+)$/;
/** Form of an EventStoreDB URL. It may name several hosts of a cluster, which a standard URL may not. */
const ESDB =
  /^esdb(\+discover)?:\/\/([^:@/?#\s]+:[^@/?#\s]+@)?[\w.-]+(:\d+)?(,[\w.-]+(:\d+)?)*\/?(\?(?<settings>[^#\s]+))?(#[a-z0-9]{1,32})?$/;
const isEsdb = (text: string): boolean => {
  const found = ESDB.exec(text);
  if (found === null) return false;
  const settings = found.groups?.['settings']?.split('&') ?? [];
  // Without TLS the server asks for no user. With TLS the URL must name one.
  return settings.every((one) => ESDB_SETTING.test(one)) && (found[2] !== undefined || settings.includes('tls=false'));
};
export const eventStoreUrl = fromText(
  'a `postgres:` URL, or a URL as `esdb://user:password@host:2113,host:2113?tlsCAFile=/path#log` (see docs/SCALING.md)',
  (text) => (urlOf(text, POSTGRES) !== undefined || isEsdb(text) ? new Secret(text) : undefined),
);

/** Reads the address of a bucket. It holds a secret. */
export const objectStoreUrl = fromText('a URL as `https://id:secret@host/bucket`', (text) => {
  const url = urlOf(text, ['http:', 'https:']);
  const isWhole = url !== undefined && url.username !== '' && url.password !== '' && /^\/[^/]/.test(url.pathname);
  return isWhole ? new Secret(text) : undefined;
});

export const networks: VariableDecoder<ReadonlyArray<Network>> = fromText(
  'networks with commas between them, as `10.0.0.0/8,fd00::/8`',
  (given) => {
    const parsed = given.split(',').map((cidr) => parseNetwork(cidr.trim()));
    return parsed.every((network) => network !== undefined) ? parsed : undefined;
  },
);
