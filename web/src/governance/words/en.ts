/** The English texts of governance: the settings of a community, its moderation, its audit log. */

import { audit } from '#web/governance/words/en-audit.ts';
import { channels } from '#web/governance/words/en-channels.ts';
import { members } from '#web/governance/words/en-members.ts';
import { countsIn } from '#web/words/counts.ts';

const { number, plural } = countsIn('en');

export const govern = {
  title: (guild: string) => `Settings of ${guild}`,
  back: 'All settings',
  section: 'Section',
  sections: {
    overview: 'Overview',
    roles: 'Roles',
    members: 'Members',
    channels: 'Channels',
    invites: 'Invites',
    bans: 'Bans',
    audit: 'Audit log',
    danger: 'Danger zone',
  },
  groups: { community: 'Community', people: 'People', records: 'Records' },

  unsaved: {
    says: 'You have changes that are not saved.',
    reset: 'Reset',
    save: 'Save changes',
    stays: 'Save or reset your changes first.',
    saved: 'Saved',
  },
  reason: {
    label: 'Reason (optional)',
    hint: 'The audit log shows it to moderators.',
    readBy: {
      removed: 'The audit log shows it to moderators. A kicked or banned person sees it too.',
      members: 'The members who are online now can read it.',
    },
  },
  moment: {
    today: (time: string) => `today, ${time}`,
    tomorrow: (time: string) => `tomorrow, ${time}`,
  },
  undo: 'Undo',
  undone: 'Taken back',
  undoTime: (days: number | null) => {
    if (days === null) return 'You can take this back for a while, from the audit log too.';
    if (days === 0) return 'You cannot take this back.';
    return `You can take this back for ${plural(days, { one: 'day', other: 'days' })}, from the audit log too.`;
  },
  notUndone: (why: string) => `This could not be taken back: ${why}`,

  overview: {
    name: 'Name',
    nameHint: 'Everyone sees it in the list of communities.',
    facts: (members: number) => plural(members, { one: 'member', other: 'members' }),
    noRight: 'You may look at these settings and not change them.',
  },

  roles: {
    lead: 'A role gives its permissions to the members who have it. A role acts only on roles below it.',
    create: 'Create role',
    newName: 'new role',
    all: 'Roles, the highest first',
    everyone: 'Everyone',
    everyoneHint: 'Every member has these permissions.',
    members: (n: number) => plural(n, { one: 'member', other: 'members' }),
    higher: 'This role stands as high as yours or higher. You cannot change it.',
    name: 'Role name',
    color: 'Colour of names',
    noColor: 'No colour',
    otherColor: 'Other colour',
    colorHint: 'Names are made lighter or darker where they would be hard to read.',
    hoist: 'Show its members apart in the member list',
    mentionable: 'Everyone may mention this role',
    permissions: 'Permissions',
    search: 'Find a permission',
    noneFound: 'No permission has this name.',
    lacking: 'You do not have this permission, so you cannot give it.',
    administratorHint: 'A member with this permission may do everything, in every channel. Give it to few people.',
    clear: 'Turn all off',
    remove: 'Delete role',
    removeAsk: (role: string, members: number) =>
      `Delete the role ${role}? ${plural(members, { one: 'member loses', other: 'members lose' })} its permissions.`,
    removed: (role: string) => `The role ${role} was deleted.`,
    moveUp: 'Move up',
    moveDown: 'Move down',
    drag: (role: string) => `Move the role ${role}`,
    moved: (role: string, place: number, of: number) => `${role} is now ${number(place)} of ${number(of)}.`,
    none: 'This community has no roles yet. Create one to give people more permissions.',
  },

  whatIf: {
    title: 'What changes',
    nothing: 'Nobody gains or loses sight of a channel.',
    gains: (people: number, channel: string) =>
      `${plural(people, { one: 'person will see', other: 'people will see' })} ${channel}`,
    loses: (people: number, channel: string) =>
      `${plural(people, { one: 'person will no longer see', other: 'people will no longer see' })} ${channel}`,
    more: (n: number) => `and ${number(n)} more`,
    unknown: 'The effect could not be computed. You can save nevertheless.',
  },

  channels,
  writing: {
    mayNot: 'You can read this channel, but you cannot write in it.',
    locked: 'This channel is locked. You can read it, but only some members may write.',
    timedOut: (until: string) => `You are in a time-out until ${until}. You can read, but not write.`,
    lockdown: (until: string | null) =>
      until === null
        ? 'Moderators have locked this community down. Members who joined lately may write when it ends.'
        : `Moderators have locked this community down until ${until}. Members who joined lately may write after that.`,
    slow: (every: string) => `Slow mode: one message every ${every}`,
    wait: (clock: string) => `Slow mode: you can send in ${clock}`,
  },

  members,
  messages: {
    selecting: 'Selected messages',
    selected: (n: number) =>
      n === 0 ? 'Select the messages to delete' : plural(n, { one: 'message selected', other: 'messages selected' }),
    keys: 'Click or Space selects, Shift selects up to there.',
    full: (n: number) => `${number(n)} messages is the most at once.`,
    remove: 'Delete',
    cancel: 'Cancel',
    removeTitle: (n: number) => `Delete ${plural(n, { one: 'message', other: 'messages' })}?`,
    removeHint: 'They disappear for everyone.',
    ownForGood: (n: number) =>
      n === 1
        ? '1 of them is your own, and cannot be taken back.'
        : `${number(n)} of them are your own, and cannot be taken back.`,
    removed: (n: number) => (n === 1 ? '1 message was deleted.' : `${number(n)} messages were deleted.`),
    removedOf: (name: string) => `The message of ${name} was deleted.`,
  },

  invites: {
    lead: 'Each invite lets people in until it ends. End an invite that went to the wrong people.',
    none: 'No invite is open. Members with the permission make them from the menu of the community.',
    by: (name: string) => `Made by ${name}`,
    madeAt: (when: string) => `made: ${when}`,
    uses: (n: number, max: number | null) =>
      max === null ? plural(n, { one: 'use', other: 'uses' }) : `${number(n)} of ${number(max)} uses`,
    expires: (when: string) => `ends: ${when}`,
    never: 'never ends',
    revoke: 'End invite',
    revokeTitle: (name: string) => `End the invite by ${name}?`,
    revokeForGood: 'It lets nobody in any more, and you cannot take this back. You can make a new invite.',
    revokeOf: (name: string, terms: string) => `End invite by ${name}: ${terms}`,
    revoked: 'The invite was ended.',
  },

  bans: {
    lead: 'A banned person cannot come back, with any invite.',
    none: 'Nobody is banned.',
    by: (name: string) => `by ${name}`,
    noReason: 'No reason was given.',
    lift: 'Lift ban',
    liftOf: (name: string) => `Lift ban of ${name}`,
    lifted: (name: string) => `${name} may come back with an invite.`,
    more: 'Show more',
    search: 'Find a banned person',
  },

  danger: {
    lockdown: 'Lockdown',
    lockdownLead: 'In a lockdown no invite works and no new member comes in. New members may be kept from posting.',
    lockdownOn: (until: string | null) =>
      until === null ? 'Locked down until you end it.' : `Locked down until ${until}.`,
    begin: 'Begin lockdown',
    end: 'End lockdown',
    began: 'The lockdown holds from now on.',
    ended: 'The lockdown has ended.',
    lasts: 'It ends',
    lastsFor: {
      hour: 'in one hour',
      sixHours: 'in six hours',
      day: 'in one day',
      week: 'in one week',
      open: 'when I end it',
    },
    newcomers: 'Members who may not post',
    newcomersFor: {
      none: 'nobody',
      hour: 'who joined in the last hour',
      day: 'who joined in the last day',
      week: 'who joined in the last week',
    },
    owner: 'Hand over ownership',
    ownerLead: 'The new owner may do everything, also to you. You stay a member with your roles.',
    newOwner: 'New owner',
    choose: 'Choose a member',
    password: 'Your password',
    handOver: 'Hand over',
    handedOver: (name: string) => `${name} owns this community now.`,
    remove: 'Delete community',
    removeLead: 'All channels and messages are lost for all members. Nobody can bring them back.',
    removeTitle: (name: string) => `Delete ${name}?`,
    removeCounting: 'Counting channels, messages and members…',
    removeNotCounted: 'All channels and messages are deleted for all members. They could not be counted.',
    removeCounts: (channels: number, messages: number, more: boolean, members: number) =>
      `${plural(channels, { one: 'channel', other: 'channels' })} and ${more ? 'more than ' : ''}${plural(messages, { one: 'message', other: 'messages' })} go with it, and ${plural(members, { one: 'member loses', other: 'members lose' })} it.`,
    removeForGood: 'Nobody can bring it back.',
    removeType: (name: string) => `Type ${name} to confirm`,
    leave: 'Leave community',
    leaveLead: 'You need a new invite to come back.',
  },

  audit,

  permission: {
    view_channel: ['See channels', 'See channels and their members.'],
    read_message_history: ['Read history', 'Read what was said before.'],
    send_messages: ['Send messages', 'Write in text channels.'],
    embed_links: ['Previews of links', 'Links show a preview.'],
    attach_files: ['Attach files', 'Send files and pictures.'],
    add_reactions: ['Add reactions', 'React with an emoji that nobody used yet.'],
    mention_everyone: ['Mention everyone', 'Notify all members with one message.'],
    manage_messages: ['Manage messages', 'Delete what others wrote.'],
    manage_channels: ['Manage channels', 'Create, change, order and delete channels.'],
    manage_roles: ['Manage roles', 'Change lower roles and the permissions of channels.'],
    manage_guild: ['Manage community', 'Change its name, end invites, lock it down.'],
    create_invite: ['Create invites', 'Let new people in.'],
    kick_members: ['Kick members', 'Remove members, who may come back with a new invite.'],
    ban_members: ['Ban members', 'Remove people for good and see the list of bans.'],
    moderate_members: ['Time out members', 'Stop members from writing for a while.'],
    view_audit_log: ['See the audit log', 'See who changed what.'],
    change_nickname: ['Change own nickname', 'Have another name in this community.'],
    manage_nicknames: ['Manage nicknames', 'Change the nicknames of others.'],
    connect: ['Connect', 'Join voice channels.'],
    speak: ['Speak', 'Be heard in voice channels.'],
    video: ['Video', 'Show the camera.'],
    stream: ['Share screen', 'Show the screen.'],
    mute_members: ['Mute members', 'Silence others in voice channels.'],
    deafen_members: ['Deafen members', 'Stop others from hearing in voice channels.'],
    move_members: ['Move members', 'Move others between voice channels.'],
    priority_speaker: ['Priority speaker', 'Be louder than others.'],
    manage_webhooks: ['Manage webhooks', 'Let other programs post.'],
    create_threads: ['Create threads', 'Begin a thread from a message.'],
    send_messages_in_threads: ['Write in threads', 'Answer in threads.'],
    manage_threads: ['Manage threads', 'Rename, close and delete threads.'],
    pin_messages: ['Pin messages', 'Pin and unpin messages.'],
    send_polls: ['Send polls', 'Ask the members to vote.'],
    administrator: ['Administrator', 'May do everything, in every channel.'],
  },
  permissionGroups: {
    general: 'General',
    members: 'People',
    text: 'Text channels',
    voice: 'Voice channels',
    all: 'Everything',
  },
} as const;
