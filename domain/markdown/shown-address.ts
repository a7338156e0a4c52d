/** Shows the host of an address so that its letters cannot imitate another host. */

/** Scripts of which a whole host may be written, down to its last label. A script's own last labels are for its readers. */
const SCRIPTS =
  'Arab Armn Beng Cyrl Deva Ethi Geor Grek Gujr Guru Hebr Khmr Knda Laoo Mlym Mymr Orya Sinh Taml Telu Thai'.split(' ');
const OF_ONE_SCRIPT = SCRIPTS.map(
  (name) => new RegExp(`^(?:[[\\p{L}\\p{M}\\p{Nd}]&&\\p{scx=${name}}]|[0-9.\\-])+$`, 'v'),
);

/** A label in the letters of East Asia. None of them looks like a Latin letter, so it may stand beside Latin labels. */
const EAST_ASIAN = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Hangul}ー0-9\-]+$/v;
const ASCII = /^\p{ASCII}+$/v;

const HOST = /^(https?:\/+)([^/?#]*?)(?=:\d*(?:[/?#]|$)|[/?#]|$)/i;

const isPlain = (host: string): boolean =>
  OF_ONE_SCRIPT.some((script) => script.test(host)) ||
  host.split('.').every((label) => ASCII.test(label) || EAST_ASIAN.test(label));

/**
 * Answers an address as people may see it. The host stays as written when it is the host to which the link leads, letter
 * for letter, or when a reader of its script cannot take it for another one. Any other host is shown in ASCII, as the
 * browser asks for it: `xn--` and what follows.
 */
export const shownAddress = (address: string, { hostname }: URL): string =>
  address.replace(HOST, (whole, scheme: string, host: string) => {
    const asWritten = ASCII.test(host) ? host.toLowerCase() === hostname : isPlain(host);
    return asWritten ? whole : `${scheme}${hostname}`;
  });
