/**
 * Where a log is: `esdb://admin:secret@node-1:2113,node-2:2113?tlsCAFile=/etc/ca.crt#community`. All of it is the
 * client's own language but the part after `#`, which names the log: several may live on one cluster.
 */
export type Address = {
  /** For the client, which prints it where it is asked to: so it holds no user and no password. Every call names them. */
  readonly connectionString: string;
  readonly credentials: { readonly username: string; readonly password: string };
  /** Begins the name of every stream of this log, and of no other's. */
  readonly prefix: string;
};

const LOG_NAME = /^[a-z0-9]{1,32}$/;
const DEFAULT_LOG = 'filament';
const USER = /^(esdb(?:\+discover)?:\/\/)([^:@/?#]+):([^@/?#]*)@/;
const INSECURE = /[?&]tls=false(?:&|$)/;

/** Sentences that hold nothing of the address, because it holds a password. @throws Error */
export const addressOf = (url: string): Address => {
  const [given = '', log = DEFAULT_LOG] = url.split('#', 2);
  if (!LOG_NAME.test(log)) throw new Error('the name of a log (after # in its URL) is 1 to 32 of a-z and 0-9');
  const [, , username, password] = USER.exec(given) ?? [];
  // Without a name an append goes over one call that all appends share, and what breaks it breaks them all.
  if (username === undefined && !INSECURE.test(given))
    throw new Error('the URL of an EventStoreDB names a user, as esdb://user:password@host, or says tls=false');
  return {
    connectionString: given.replace(USER, '$1'),
    credentials: {
      username: decodeURIComponent(username ?? 'nobody'),
      password: decodeURIComponent(password ?? ''),
    },
    prefix: `${log}.`,
  };
};
