const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const ANYWHERE = new Set(['0.0.0.0', '::']);

/** The public address. An address that means "every interface" cannot be opened, so it becomes `localhost`. */
export const publicUrlOf = (configured: string | undefined, host: string, port: number): URL => {
  if (configured !== undefined) return new URL(configured);
  const name = ANYWHERE.has(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return new URL(`http://${name}:${port}`);
};

/** Origins of our own page. A loopback address has three names. */
export const originsOf = (publicUrl: URL): ReadonlyArray<string> =>
  LOOPBACK.includes(publicUrl.hostname)
    ? LOOPBACK.map((name) => `${publicUrl.protocol}//${name}${publicUrl.port === '' ? '' : `:${publicUrl.port}`}`)
    : [publicUrl.origin];
