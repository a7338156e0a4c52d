/** The English texts of the channels in the settings: their order, their permissions, their view. */

import { countsIn } from '#web/words/counts.ts';

const { number, plural } = countsIn('en');

export const channels = {
  lead: 'Drag channels into their order, or move the focus to a handle and press the arrow keys.',
  none: 'This community has no channels yet.',
  all: 'Channels and categories',
  create: 'Create channel',
  createIn: (category: string) => `Create a channel in ${category}`,
  createCategory: 'Create category',
  outside: 'No category',
  category: 'Category',
  back: 'All channels',
  choose: 'Choose a channel to see its settings.',
  pages: { overview: 'Overview', permissions: 'Permissions', view: 'View as' },
  drag: (name: string) => `Move ${name}`,
  moved: (name: string, category: string | null, place: number) =>
    category === null ? `${name} is now ${number(place)}.` : `${name} is now ${number(place)} in ${category}.`,
  stays: 'It stands at this end already.',

  kind: 'Kind of channel',
  kinds: {
    text: ['Text', 'Messages, reactions, links'],
    forum: ['Forum', 'Posts with a title and tags'],
    voice: ['Voice', 'Voice calls are not available yet'],
    category: ['Category', 'A heading with channels and permissions of its own'],
  },
  name: 'Name',
  namePlaceholder: 'new-channel',
  topic: 'Topic',
  topicHint: 'It stands at the top of the channel.',
  slowMode: 'Slow mode',
  slowModeHint: 'Time between two messages of one member. Members who manage messages or channels need not wait.',
  slowModeOff: 'Off',
  seconds: (n: number) => plural(n, { one: 'second', other: 'seconds' }),
  minutes: (n: number) => plural(n, { one: 'minute', other: 'minutes' }),
  hours: (n: number) => plural(n, { one: 'hour', other: 'hours' }),
  mayNotManage: 'You may not manage this channel.',

  remove: 'Delete channel',
  removeCategory: 'Delete category',
  removeTitle: (name: string) => `Delete ${name}?`,
  removeCounting: 'Counting messages and members…',
  removeNotCounted: 'All its messages go with it, for everyone. They could not be counted.',
  removeCounts: (messages: number, more: boolean, members: number) =>
    `${more ? 'More than ' : ''}${plural(messages, { one: 'message goes', other: 'messages go' })} with it, and ${plural(members, { one: 'member loses', other: 'members lose' })} sight of it.`,
  removeCategoryCounts: (members: number) =>
    `${plural(members, { one: 'member loses', other: 'members lose' })} sight of the category.`,
  removeCategoryNotCounted: 'The members who see the category could not be counted.',
  removeCategoryAsk: (n: number) =>
    n === 0
      ? 'It holds no channel.'
      : `${plural(n, { one: 'channel stays', other: 'channels stay' })}, without a category and with the same permissions. Nobody gains or loses sight of ${n === 1 ? 'it' : 'them'}.`,
  removed: (name: string) => `${name} was deleted.`,
  locked: (name: string) => `Nobody can write in ${name} now, except roles and members that a permission allows it.`,
  lockedAlready: (name: string) => `${name} is locked already.`,
  unlocked: (name: string) => `Members can write in ${name} again.`,
  unlock: 'Unlock',

  private: 'Private',
  privateHint: 'Only members and roles that you allow below see it.',
  lock: 'Locked',
  lockHint: 'Everyone may read, and only members and roles that you allow below may write.',
  synced: (category: string) => `Has the permissions of ${category}, also later ones. A change here ends that.`,
  notSynced: (category: string) => `Has permissions of its own, not those of ${category}.`,
  sync: 'Sync with category',
  syncDone: (category: string) => `It has the permissions of ${category} now.`,
  mayNotRule: 'You need the permission to manage roles in this channel.',
  targets: 'Roles and members',
  add: 'Add a role or member',
  addRole: 'Roles',
  addMember: 'Members',
  chooseOne: 'Choose…',
  takeOff: (name: string) => `Remove ${name}`,
  higher: 'This role stands as high as yours or higher. You cannot change what it may do.',
  lacking: 'You do not have this permission here.',
  memberGone: 'Former member',
  states: { allow: 'Allow', inherit: 'Inherit', deny: 'Deny' },
  of: (name: string) => `What ${name} may do here`,

  viewLead: 'See what a role or a member may do in this channel, and why.',
  viewAs: 'View as',
  allowed: 'Yes',
  denied: 'No',
  nothingGives: 'Nothing gives this permission.',
  sees: (n: number) => `Sees ${plural(n, { one: 'channel', other: 'channels' })}`,
  seesNone: 'Sees no channel.',
  onlyThis: (role: string) => `A member with the role ${role} and no other`,
  step: {
    owner: ['The owner may do everything.', 'The owner may do everything.'],
    'everyone-role': ['Everyone has it in this community.', 'Everyone lacks it in this community.'],
    role: ['The role gives it', 'The role takes it'],
    administrator: ['Administrators may do everything.', 'Administrators may do everything.'],
    'everyone-overwrite': ['This channel allows it for everyone.', 'This channel denies it for everyone.'],
    'role-overwrite-denies': ['This channel denies it for the role', 'This channel denies it for the role'],
    'role-overwrite-allows': ['This channel allows it for the role', 'This channel allows it for the role'],
    'member-overwrite': ['This channel allows it for this member.', 'This channel denies it for this member.'],
    'time-out': ['The time-out leaves it.', 'The time-out takes it.'],
    thread: [
      'Members who write in threads write here.',
      'Members without the right to write in threads do not write here.',
    ],
    'channel-not-viewed': ['', 'Without sight of the channel nothing is allowed in it.'],
  },
} as const;
