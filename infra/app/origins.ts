const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const ANYWHERE = new Set(['0.0.0.0', '::']);

/** The address people are told. An address that means "every interface" is no address to go to. */
export const publicUrlOf = (configured: string | undefined, host: string, port: number): URL => {
  if (configured !== undefined) return new URL(configured);
  const name = ANYWHERE.has(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return new URL(`http://${name}:${port}`);
};

/** Where our own page may have come from: a laptop has three names for itself. */
export const originsOf = (publicUrl: URL): ReadonlyArray<string> =>
  LOOPBACK.includes(publicUrl.hostname)
    ? LOOPBACK.map((name) => `${publicUrl.protocol}//${name}${publicUrl.port === '' ? '' : `:${publicUrl.port}`}`)
    : [publicUrl.origin];
