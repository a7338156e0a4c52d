const REDACTED = '[redacted]';

/** Direction marks make a line read as what it is not; U+2028 and U+2029 end a line for some readers. */
const MISLEADING = /[\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g;
const TOKEN = /v[1-4]\.(?:local|public)\.[\w.-]+/g;
const URL_PASSWORD = /(\/\/[^\s/:@"]*:)[^\s/@"]+@/g;
const LONG_RUN = /[\w+=-]{32,}/g;
const HEX = /^[0-9a-f]+$/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Keys, hashes and random tokens are long and mixed; names of files and things are long and plain. */
const looksRandom = (run: string): boolean => {
  if (UUID.test(run)) return false;
  return HEX.test(run) || (/\d/.test(run) && /[A-Z]/.test(run) && /[a-z]/.test(run));
};

/** The last line of defence: what looks like a credential leaves no log line, whoever put it into a message. */
export const scrub = (text: string): string =>
  text
    .replace(MISLEADING, '')
    .replace(TOKEN, REDACTED)
    .replace(URL_PASSWORD, `$1${REDACTED}@`)
    .replace(LONG_RUN, (run) => (looksRandom(run) ? REDACTED : run));
