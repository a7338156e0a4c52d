/** The English texts about files. */

import { countsIn } from '#web/words/counts.ts';

const { number, plural } = countsIn('en');

export const files = {
  /** The names of the kinds in `spoken-files.ts`. */
  count: (kind: string, n: number): string =>
    ({
      picture: n === 1 ? 'a picture' : plural(n, { one: 'picture', other: 'pictures' }),
      video: n === 1 ? 'a video' : plural(n, { one: 'video', other: 'videos' }),
      sound: n === 1 ? 'a sound' : plural(n, { one: 'sound', other: 'sounds' }),
    })[kind] ?? (n === 1 ? 'a file' : plural(n, { one: 'file', other: 'files' })),
  wordless: 'Files without words',
  gallery: (n: number) => plural(n, { one: 'picture', other: 'pictures' }),
  open: (name: string) => `Open the picture: ${name}`,
  uncover: 'Spoiler: show what is hidden',
  covered: 'Spoiler',
  notLoaded: 'This could not be loaded.',
  again: 'Try again',
  loading: 'Loading…',
  pause: 'Hold the picture still',
  play: 'Let the picture move',
  playOf: (name: string) => `Play ${name}`,
  download: (name: string) => `Download ${name}`,
  lightbox: 'Picture',
  place: (n: number, of: number) => `${number(n)} of ${number(of)}`,
  before: 'Previous picture',
  after: 'Next picture',
  nearer: 'Zoom in',
  farther: 'Zoom out',
  drop: (channel: string) => `Drop files to send them to #${channel}`,
  tray: 'Files of this message',
  remove: (name: string) => `Remove ${name}`,
  retry: (name: string) => `Send ${name} again`,
  describe: (name: string) => `Describe ${name}`,
  alt: (name: string) => `Description of ${name}`,
  altHint: 'For people who do not see it',
  spoiler: (name: string) => `Hide ${name} as a spoiler`,
  progress: (name: string) => `Progress of ${name}`,
  queued: 'Waits for its turn',
  resting: 'No connection. It goes on by itself.',
  checking: 'The server looks at it…',
  running: (sent: string, of: string, speed: string) => `${sent} of ${of} · ${speed}/s`,
  tooMany: (most: number) => `A message has at most ${number(most)} files. The others were left out.`,
  folder: 'Folders cannot be sent. Pack them into an archive first.',
  tooLarge: (size: string, most: string) => `This file has ${size}. The server takes at most ${most}.`,
  someFailed: 'A file could not be sent. Send it again or remove it. Then send the message.',
  sendsLater: 'The message goes out as soon as its files are there.',
  hold: 'Do not send yet',
  whole: (done: number, all: number) => `${number(done)} of ${plural(all, { one: 'file', other: 'files' })} ready`,
} as const;
