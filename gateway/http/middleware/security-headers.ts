/**
 * Security headers of every answer. Under the policy of the API a browser loads and runs nothing from an answer. No
 * header opens the API to other origins, because without CORS headers it stays closed.
 */
export type SecurityHeaders = {
  readonly everywhere: ReadonlyArray<readonly [string, string]>;
  readonly api: ReadonlyArray<readonly [string, string]>;
  readonly page: ReadonlyArray<readonly [string, string]>;
  /** Headers of bytes that users sent. A browser that opens them runs nothing, and asks again before each use. */
  readonly bytes: ReadonlyArray<readonly [string, string]>;
};

const HSTS_SECS = 2 * 365 * 24 * 60 * 60;

/** Writes the policy of the web client: own scripts and styles only, and connections to this server only. */
const pagePolicy = (publicUrl: URL): string => {
  const socket = `${publicUrl.protocol === 'https:' ? 'wss:' : 'ws:'}//${publicUrl.host}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self' ${socket}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
};

export const securityHeaders = (publicUrl: URL): SecurityHeaders => ({
  everywhere: [
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'no-referrer'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ...(publicUrl.protocol === 'https:'
      ? [['Strict-Transport-Security', `max-age=${HSTS_SECS}; includeSubDomains`] as const]
      : []),
  ],
  api: [
    ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
    ['Cache-Control', 'no-store'],
  ],
  bytes: [
    ['Content-Security-Policy', "default-src 'none'; sandbox; frame-ancestors 'none'"],
    ['Cache-Control', 'private, no-cache'],
  ],
  page: [
    ['Content-Security-Policy', pagePolicy(publicUrl)],
    ['Permissions-Policy', 'camera=(self), microphone=(self), display-capture=(self), geolocation=()'],
  ],
});
