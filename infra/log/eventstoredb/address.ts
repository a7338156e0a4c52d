/**
 * Parts of a log's URL, such as `esdb://admin:secret@node-1:2113,node-2:2113?tlsCAFile=/etc/ca.crt#community`.
 * Everything before `#` is the client's own syntax. The part after `#` names the log, because several logs may live on
 * one cluster.
 */
import {
  type ConnectionOptions,
  parseConnectionString,
} from '@eventstore/db-client/dist/Client/parseConnectionString.js';
import { LogUrlUnfit } from '../event-log.ts';
import { whyOf } from './failure.ts';

/** Host name or IP address of a node, with its port. */
export type NodeAddress = {
  readonly address: string;
  readonly port: number;
  /** Name in the certificate of the node, where that is not its address. */
  readonly certified?: string;
};

export type ServerAddress = {
  /**
   * Connection string in the client's syntax. It holds no user and no password, because the client prints it in places.
   * Every call passes the credentials.
   */
  readonly connectionString: string;
  readonly credentials: { readonly username: string; readonly password: string };
  /** Every stream of this log, and of no other log, has a name that begins with this prefix. */
  readonly prefix: string;
  /** Nodes that the URL names. With `esdb+discover:` it names one host, and the DNS names the nodes. */
  readonly nodes: ReadonlyArray<NodeAddress>;
  readonly byDns: boolean;
  readonly settings: Omit<ConnectionOptions, 'hosts' | 'dnsDiscover' | 'defaultCredentials'>;
};

const LOG_NAME = /^[a-z0-9]{1,32}$/;
const DEFAULT_LOG = 'filament';
const USER = /^(esdb(?:\+discover)?:\/\/)([^:@/?#]+):([^@/?#]*)@/;
const INSECURE = /[?&]tls=false(?:&|$)/;

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new LogUrlUnfit('the user or the password in the URL of an EventStoreDB has a % that encodes nothing');
  }
};

const parsed = (connectionString: string): ConnectionOptions => {
  try {
    return parseConnectionString(connectionString);
  } catch (error) {
    throw new LogUrlUnfit(`the URL of the log cannot be used: ${whyOf(error)}`);
  }
};

/**
 * Takes a log's URL apart.
 * @throws LogUrlUnfit with a message that holds no password.
 */
export const addressOf = (url: string): ServerAddress => {
  const [given = '', log = DEFAULT_LOG] = url.split('#', 2);
  if (!LOG_NAME.test(log))
    throw new LogUrlUnfit('the name of a log (after # in its URL) must be 1 to 32 characters of a-z and 0-9');
  const [, , username, password] = USER.exec(given) ?? [];
  // Without credentials the client sends all appends over one shared call, and one failure breaks all of them.
  if (username === undefined && !INSECURE.test(given))
    throw new LogUrlUnfit(
      'the URL of an EventStoreDB must name a user, as esdb://user:password@host, or contain tls=false',
    );
  const connectionString = given.replace(USER, '$1');
  const { hosts, dnsDiscover, ...settings } = parsed(connectionString);
  return {
    connectionString,
    credentials: {
      username: decoded(username ?? 'nobody'),
      password: decoded(password ?? ''),
    },
    prefix: `${log}.`,
    nodes: hosts,
    byDns: dnsDiscover,
    settings,
  };
};
