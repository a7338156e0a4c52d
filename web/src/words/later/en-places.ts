/** The English texts of pages, banners and lists that few first screens show. */

import { countsIn } from '#web/words/counts.ts';

const { number, plural } = countsIn('en');

export const address = {
  title: 'This address does not work here',
  hint: (here: string, there: string) =>
    `You opened ${here}. This server is set up for ${there}, and the page cannot connect from another address.`,
  go: (there: string) => `Go to ${there}`,
  operator: 'If you run this server: set FILAMENT_PUBLIC_URL to the address that people open.',
} as const;

export const connection = {
  waiting: (seconds: number) => `Connection lost. Trying again in ${number(seconds)} s.`,
  limited: (seconds: number) => `This session was renewed too often. Trying again in ${number(seconds)} s.`,
  connecting: 'Reconnecting…',
  stopped: (why: string) => `The server closed the connection. ${why} Reconnect to continue.`,
  outdated: 'This page and the server do not understand each other any more. Reload the page to continue.',
} as const;

export const entry = {
  accepting: 'Joining the community…',
  toStart: 'Go to the start',
  limited: (seconds: number) =>
    `This session was renewed too often. It goes on by itself in ${plural(seconds, { one: 'second', other: 'seconds' })}.`,
  limitedSpoken: 'This session was renewed too often. It goes on by itself in a while, or you log in again.',
  logInAgain: 'Log in again',
  unknownTitle: 'This page does not exist',
  unknownHint: 'The address may be cut off or mistyped. Check it, or go to the start.',
} as const;

export const members = {
  others: 'Members',
  count: (n: number) => number(n),
  menu: (name: string) => `${name}: actions`,
  you: 'you',
} as const;

export const invitation = {
  join: (guild: string) => `Join ${guild}`,
  notNow: 'Not now',
  unanswered: 'This invite could not be checked',
} as const;
