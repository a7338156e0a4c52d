/** The English texts of the members in the settings and of the acts on them. */

import { countsIn } from '#web/words/counts.ts';

const { number, plural } = countsIn('en');

export const members = {
  lead: 'Everyone who is here, with their roles. Roles decide what a member may do.',
  search: 'Find a member',
  byRole: 'With the role',
  anyRole: 'any role',
  noRole: 'no role',
  timedOut: 'timed out',
  sort: 'Sorted by',
  sortBy: { name: 'name', newest: 'newest first', oldest: 'longest here first', rank: 'highest role' },
  found: (shown: number, all: number) => `${number(shown)} of ${plural(all, { one: 'member', other: 'members' })}`,
  noneFound: 'No member fits. Change the search or the filter.',
  more: 'Show more',
  joined: (day: string) => `here since ${day}`,
  until: (when: string) => `timed out until ${when}`,
  actions: (name: string) => `${name}: actions`,
  addRole: (name: string) => `Give ${name} a role`,
  takeRole: (role: string, name: string) => `Take the role ${role} from ${name}`,
  rolesOf: (name: string) => `Roles of ${name}`,
  noRoles: 'This community has no roles yet. Create roles in its settings.',
  gave: (role: string, name: string) => `${name} has the role ${role} now.`,
  took: (role: string, name: string) => `${name} no longer has the role ${role}.`,

  nickname: 'Change nickname',
  roles: 'Roles',
  timeOut: 'Time out',
  changeTimeOut: 'Change time-out',
  endTimeOut: 'End time-out',
  kick: 'Kick',
  ban: 'Ban',
  removeMessages: 'Delete messages',

  lacks: (permission: string) => `Needs “${permission}”.`,
  notYourself: 'This is you.',
  notOwner: 'This is the owner.',
  higher: 'Has no lower rank than you.',
  roleHigher: 'Stands as high as your role or higher.',
  roleLacks: (permission: string) => `Gives “${permission}”, which you lack.`,

  nicknameOf: (name: string) => `Nickname of ${name}`,
  nicknameHint: (username: string) => `Everyone here sees it in place of ${username}. Leave it empty to go without.`,
  renamed: (before: string, after: string) => `${before} is called ${after} here now.`,

  kickTitle: (name: string) => `Kick ${name}?`,
  kickHint:
    'This person loses access at once. The invites that exist now no longer let them in. To come back, they need one that is made later.',
  kicked: (name: string) => `${name} was kicked.`,

  banTitle: (name: string) => `Ban ${name}?`,
  banHint: 'This person loses access at once, and no invite lets them in until a moderator lifts the ban.',
  banned: (name: string) => `${name} was banned.`,
  banDelete: 'Delete their messages',
  banDeleteDays: (days: number) =>
    days === 0 ? 'none' : days === 1 ? 'of the last day' : `of the last ${number(days)} days`,

  timeOutTitle: (name: string) => `Time out ${name}?`,
  timeOutHint: 'Until then this member can read, and cannot write or react.',
  timeOutNow: (when: string) => `This member is timed out until ${when}.`,
  lasts: 'It lasts',
  lastsFor: {
    minute: '60 seconds',
    fiveMinutes: '5 minutes',
    tenMinutes: '10 minutes',
    hour: '1 hour',
    day: '1 day',
    week: '1 week',
    custom: 'until a time that I choose',
  },
  ends: 'It ends',
  endsWrong: (days: number) => `Choose a time in the next ${number(days)} days.`,
  wasTimedOut: (name: string, when: string) => `${name} is timed out until ${when}.`,
  timeOutEnded: (name: string) => `${name} may write again.`,

  removeTitle: (name: string) => `Delete messages of ${name}?`,
  removeHint: 'They disappear for everyone, in the channels where you may delete messages.',
  since: 'Sent in the last',
  sinceFor: { hour: 'hour', day: '24 hours', week: '7 days' },
  counting: 'Counting the messages…',
  notCounted: 'The messages could not be counted.',
  count: (n: number) =>
    n === 0 ? 'There are no such messages.' : `This deletes ${plural(n, { one: 'message', other: 'messages' })}.`,
  removed: (n: number, name: string) =>
    n === 1 ? `1 message of ${name} was deleted.` : `${number(n)} messages of ${name} were deleted.`,
} as const;
