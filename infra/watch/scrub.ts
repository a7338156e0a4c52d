const REDACTED = '[redacted]';

/**
 * Characters that mislead a reader of the log. Direction marks reorder a line; U+2028 and U+2029 end a line in some
 * viewers.
 */
const MISLEADING = /[\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g;
const TOKEN = /v[1-4]\.(?:local|public)\.[\w.-]+/g;
const URL_PASSWORD = /(\/\/[^\s/:@"]*:)[^\s/@"]+@/g;
const LONG_RUN = /[\w+=-]{32,}/g;
const HEX = /^[0-9a-f]+$/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Tells whether a run of characters looks like a key, a hash or a token. Such a run mixes cases and digits; the name of
 * a file or a thing does not.
 */
const looksRandom = (run: string): boolean => {
  if (UUID.test(run)) return false;
  return HEX.test(run) || (/\d/.test(run) && /[A-Z]/.test(run) && /[a-z]/.test(run));
};

/** Removes everything that looks like a credential, as the last defence for a log line. */
export const scrub = (text: string): string =>
  text
    .replace(MISLEADING, '')
    .replace(TOKEN, REDACTED)
    .replace(URL_PASSWORD, `$1${REDACTED}@`)
    .replace(LONG_RUN, (run) => (looksRandom(run) ? REDACTED : run));
