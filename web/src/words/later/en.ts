/** The English texts of parts that the client loads later. */

import { countsIn } from '#web/words/counts.ts';

const { number, plural } = countsIn('en');

export const later = {
  shortcuts: {
    title: 'Keyboard shortcuts',
    hint: 'To change a shortcut, choose its keys and press others. This device keeps your changes.',
    everywhere: 'Everywhere',
    inParts: 'In the messages and in the composer',
    fixed: {
      send: 'Send the message',
      newLine: 'New line',
      editLast: 'Edit your last message (in an empty composer)',
      pageMessages: 'Scroll the messages by a page',
      walkMessages: 'Previous or next message',
      reply: 'Reply to the message',
      walkActions: 'Actions of the message',
      menu: 'Menu of a message, a channel, a member or a community',
      close: 'Close, or mark the channel as read and go to its end',
    },
    press: 'Press the keys…',
    recording: (name: string) => `Press the new keys for: ${name}. Escape cancels.`,
    change: (name: string, keys: string) => `${name}: ${keys}. Change the keys`,
    changeTip: 'Change the keys',
    off: 'Off',
    switchOff: (name: string) => `Switch off: ${name}`,
    restore: (name: string) => `Restore the first keys: ${name}`,
    restoreAll: 'Restore all',
    conflict: (other: string) => `“${other}” has the same keys. Only the upper one of the two works.`,
    refused: {
      browser: (keys: string) => `The browser keeps ${keys} to itself. Choose other keys.`,
      plain: (keys: string) => `${keys} writes text or moves the focus. Hold Ctrl, Alt or Command with it.`,
      editing: (keys: string) => `${keys} edits text in every field. Choose other keys.`,
    },
  },

  search: {
    title: (guild: string) => `Search ${guild}`,
    label: 'Search text',
    placeholder: 'Words, "phrases", from:name …',
    go: 'Search',
    enter: 'Press Enter to search.',
    noPerson: (name: string) => `No member of this community is named ${name}.`,
    noChannel: (name: string) => `You see no channel named ${name}.`,
    clear: 'Clear',
    close: 'Close search',
    suggestions: 'Filters',
    order: 'Order of results',
    relevance: 'Best match',
    newest: 'Newest',
    results: 'Results',
    looking: 'Searching…',
    count: (n: number, more: boolean) =>
      more
        ? `The first ${plural(n, { one: 'result', other: 'results' })}`
        : plural(n, { one: 'result', other: 'results' }),
    nothing: 'Nothing found.',
    nothingHint:
      'The search covers the channels that you can read. Try fewer words, or end a word with a star, as in exam*.',
    nearly: 'No message matches exactly. These messages contain similar words.',
    more: 'More results',
    rebuilding: 'The search index is being built',
    rebuildingHint: 'You can use everything else. Your search runs again by itself.',
    filters: [
      ['from:name', 'written by a person, or by you: from:me'],
      ['in:channel', 'in a channel'],
      ['mentions:name', 'with a mention of a person'],
      ['has:link', 'with a link, a file or an image'],
      ['before:2024-03-05', 'before a day, month or year'],
      ['after:2024-03', 'after a day, month or year'],
      ['during:2024', 'during a day, month or year'],
      ['"grid layout"', 'exactly these words in this order'],
      ['exam*', 'words that begin with exam'],
      ['-table', 'without the word table'],
    ],
    hints: {
      from: 'written by a person',
      in: 'in a channel',
      mentions: 'with a mention of a person',
      has: 'link, file or image',
      before: 'a day, month or year',
      after: 'a day, month or year',
      during: 'a day, month or year',
    },
  },

  sessions: {
    title: 'Where you are logged in',
    current: 'This device',
    unknownDevice: 'Unknown device',
    device: (browser: string, system: string) => `${browser} on ${system}`,
    since: (when: string) => `Logged in ${when}`,
    lastUsed: (when: string) => `Last used ${when}`,
    unread: (why: string) => `The list of your sessions could not be loaded. ${why}`,
    revoke: 'Log out',
    revokeOf: (device: string) => `Log out ${device}`,
  },

  pins: {
    title: (channel: string) => `Pinned messages in #${channel}`,
    none: 'Nothing is pinned yet',
    noneHint: 'A moderator pins a message from its menu.',
  },

  threads: {
    all: 'Threads',
    title: (channel: string) => `Threads in #${channel}`,
    open: 'Open',
    archived: 'Archived',
    none: 'No open threads',
    noneHint: 'Begin one from the menu of a message, or here.',
    noneArchived: 'No archived threads',
    more: 'Show more',
    begin: 'Begin a thread',
    openIt: 'Open the thread',
    name: 'Name of the thread',
    first: 'First message',
    beginHint: 'Everybody who sees the channel sees the thread.',
    count: (n: number, more: boolean) =>
      more ? `${number(n)}+ messages` : plural(n, { one: 'message', other: 'messages' }),
    last: (when: string) => `Last message ${when}`,
    begun: (when: string) => `Begun ${when}`,
    isArchived: 'This thread is archived. Your next message opens it again.',
    back: (channel: string) => `Back to #${channel}`,
    menu: (name: string) => `Menu of the thread ${name}`,
    archive: 'Archive the thread',
    rename: 'Rename the thread',
    remove: 'Delete the thread',
    copyLink: 'Copy the link to the thread',
  },

  versions: {
    title: 'Edit history',
    now: (when: string) => `Now · ${when}`,
    first: (when: string) => `First · ${when}`,
    more: 'Older texts of this message are not shown.',
  },

  lines: {
    joined: (name: string) => `${name} joined.`,
    manyJoined: (one: string, other: string, others: number) =>
      others === 0
        ? `${one} and ${other} joined.`
        : `${one}, ${other} and ${number(others)} ${others === 1 ? 'other' : 'others'} joined.`,
    each: 'Show each',
    together: 'Show as one line',
    older: 'Show earlier messages',
    pinned: (name: string) => `${name} pinned a message.`,
    renamed: (name: string, to: string) => `${name} renamed the channel to #${to}.`,
    /** The name of the thread follows a colon. A dot ends the line of a thread without a name. */
    threadBegun: (name: string, named: boolean) => `${name} began a thread${named ? ':' : '.'}`,
    toPinned: 'Go to the message',
  },

  inbox: {
    title: 'Your mentions',
    empty: 'No mentions yet',
    emptyHint: 'Messages that mention you, one of your roles or everyone stand here.',
    unread: (why: string) => `Your mentions could not be loaded. ${why}`,
    more: 'More mentions',
  },

  removal: {
    title: 'Delete message?',
    hint: 'The message disappears for everyone. To skip this question, hold Shift and click Delete.',
  },

  unread: {
    since: (shown: string, when: string) => `${shown} new messages since ${when}`,
    many: (shown: string) => `${shown} new messages`,
    jump: 'Jump',
  },

  replies: {
    replyingTo: (name: string) => `Replying to ${name}`,
    noReply: 'Stop replying',
    mentionAuthor: 'Mention the author',
    mentionOn: '@ on',
    mentionOff: '@ off',
    toAnswered: 'Go to this message',
    quoteDeleted: 'The original message was deleted.',
    quoteUnread: 'The original message cannot be shown.',
    answeredGone: 'The message that you answer was deleted. Your text is sent without it.',
  },
  invite: {
    title: (name: string) => `Invite people to ${name}`,
    expires: 'Expires after',
    uses: 'Number of uses',
    hours: (n: number) => plural(n, { one: 'hour', other: 'hours' }),
    days: (n: number) => plural(n, { one: 'day', other: 'days' }),
    never: 'Never',
    unlimited: 'No limit',
    usesOf: (n: number) => plural(n, { one: 'use', other: 'uses' }),
    make: 'Make a new link',
    making: 'Making a link…',
    link: 'Invite link',
    terms: (expires: string, uses: string) => `Expires after: ${expires}. Number of uses: ${uses}.`,
    change: 'Change',
    linkHint: 'Everyone who has this link can join. Copy it now: it is shown only once.',
  },
  importing: {
    lead: 'Bring an IRC log, a mailing list or an export of another chat program. The person who runs this server imports it with one command.',
    command: 'Command',
    commandHint: 'The file has one message a line. The page docs/IMPORT.md of the server describes it.',
    result:
      'The import makes a community of its own under the name that you choose. Its messages keep their authors and times, and its authors cannot log in.',
  },
  lost: {
    channelDeleted: (name: string) => `#${name} was deleted`,
    channelHidden: (name: string) => `You can no longer see #${name}`,
    noChannel: 'This channel does not exist, or you cannot see it',
    noGuild: 'This community does not exist, or you are not a member of it',
    kicked: (name: string) => `You were removed from ${name}`,
    banned: (name: string) => `You were banned from ${name}`,
    bannedNext: 'No invite lets you in until a moderator lifts the ban. Go on in a community that you are in.',
    left: (name: string) => `You left ${name}`,
    guildDeleted: (name: string) => `${name} was deleted`,
    guildGone: (name: string) => `You are no longer in ${name}`,
    by: (name: string) => `${name} did this.`,
    byYou: 'You did this, here or on another device.',
    reason: (text: string) => `Reason: ${text}`,
    channelNext: 'Choose another channel to continue.',
    texts: 'These texts of yours were not sent or saved. Copy what you need.',
    guildNext: 'To join a community, use an invite. Or go to a community that you are in.',
  },
  guild: {
    createHint: 'A community has its own channels and members. You can rename it at any time.',
    namePlaceholder: 'Night Owls',
    leaveAsk: (name: string) => `Leave ${name}? You need an invite to come back.`,
    leaveYes: 'Leave',
    inviteLinkOrCode: 'Invite link or code',
    join: 'Join',
    notAnInvite: 'This is not an invite link or code. Copy the whole link and paste it here.',
  },
} as const;
