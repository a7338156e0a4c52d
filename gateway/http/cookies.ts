/** Cookie of this host that no script and no other site can read. Its value is a token. */
export type HostCookie = {
  /** Finds the token in the Cookie header of a request. */
  readonly read: (cookieHeader: string | undefined) => string | undefined;
  readonly set: (token: string) => string;
  readonly clear: () => string;
};

const TOKEN = /^[A-Za-z0-9_.~-]{1,128}$/;

/**
 * Reads and writes one cookie. Over https the prefix `__Host-` binds it to this host, and demands the path `/`.
 * Browsers refuse the prefix over plain http, so there the cookie is limited to the routes under `/auth`.
 *
 * @param keptMs milliseconds that a browser keeps the cookie
 */
export const hostCookie = (publicUrl: URL, plainName: string, keptMs: number): HostCookie => {
  const secure = publicUrl.protocol === 'https:';
  const name = secure ? `__Host-${plainName}` : plainName;
  const kept = `${secure ? 'Path=/; Secure' : 'Path=/auth'}; HttpOnly; SameSite=Strict`;
  return {
    read: (header) => {
      const pair = header?.split(';').find((part) => part.trimStart().startsWith(`${name}=`));
      const token = pair?.slice(pair.indexOf('=') + 1).trim();
      return token !== undefined && TOKEN.test(token) ? token : undefined;
    },
    set: (token) => `${name}=${token}; Max-Age=${keptMs / 1000}; ${kept}`,
    clear: () => `${name}=; Max-Age=0; ${kept}`,
  };
};
