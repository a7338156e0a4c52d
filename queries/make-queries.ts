import { me } from '#queries/account/me.ts';
import { userViews } from '#queries/account/user-views.ts';
import { attachment } from '#queries/attachment/attachment.ts';
import { channelDeletion } from '#queries/channel/channel-deletion.ts';
import { channelVisible } from '#queries/channel/channel-visible.ts';
import { channels } from '#queries/channel/channels.ts';
import { overwrites } from '#queries/channel/overwrites.ts';
import { type AuditDeps, audit, auditAct } from '#queries/guild/audit.ts';
import { bans } from '#queries/guild/bans.ts';
import { explain } from '#queries/guild/explain.ts';
import { guildDeletion } from '#queries/guild/guild-deletion.ts';
import { guilds } from '#queries/guild/guilds.ts';
import { invitedGuild } from '#queries/guild/invited-guild.ts';
import { memberViews } from '#queries/guild/member-views.ts';
import { members } from '#queries/guild/members.ts';
import { ownAct } from '#queries/guild/own-act.ts';
import { roles } from '#queries/guild/roles.ts';
import { whatIf } from '#queries/guild/what-if.ts';
import { inviteStream } from '#queries/invite/invite-stream.ts';
import { invites } from '#queries/invite/invites.ts';
import { channelChanges } from '#queries/message/channel-changes.ts';
import { channelMessages } from '#queries/message/channel-messages.ts';
import { forwardNow, forwardsFrom } from '#queries/message/forwards.ts';
import { mentions } from '#queries/message/mentions.ts';
import { message } from '#queries/message/message.ts';
import { messagePlace } from '#queries/message/message-place.ts';
import { messageVersions } from '#queries/message/message-versions.ts';
import { messagesAround } from '#queries/message/messages-around.ts';
import { messagesOfMember } from '#queries/message/messages-of-member.ts';
import { pinnedMessages } from '#queries/message/pinned-messages.ts';
import { savedMessages } from '#queries/message/saved-messages.ts';
import { lineAboutThread, systemLine } from '#queries/message/system-line.ts';
import type { Queries } from '#queries/queries.ts';
import { type SearchDeps, searchMessages } from '#queries/search/search-messages.ts';
import { sessions } from '#queries/session/sessions.ts';
import { guildFacts } from '#queries/snapshot/guild-facts.ts';
import { guildMemory } from '#queries/snapshot/guild-memory.ts';
import { guildSights } from '#queries/snapshot/guild-sights.ts';
import { ready } from '#queries/snapshot/ready.ts';
import { thread, threads, threadsNow } from '#queries/thread/threads.ts';
import { newestMessages } from '#queries/unread/newest-messages.ts';
import { readPlace, readPlacesOfGuild } from '#queries/unread/read-place.ts';
import { readState } from '#queries/unread/read-state.ts';

/** Makes every query, over the same read models and one memory of guilds. */
export const makeQueries = (given: Omit<SearchDeps & AuditDeps, 'guilds'>): Queries => {
  const deps = { ...given, guilds: guildMemory() };
  return {
    me: me(deps),
    sessions: sessions(deps),
    guilds: guilds(deps),
    channels: channels(deps),
    members: members(deps),
    roles: roles(deps),
    bans: bans(deps),
    invites: invites(deps),
    inviteStream: inviteStream(deps),
    explain: explain(deps),
    messagesOfMember: messagesOfMember(deps),
    channelMessages: channelMessages(deps),
    messagesAround: messagesAround(deps),
    message: message(deps),
    attachment: attachment(deps),
    systemLine: systemLine(deps),
    lineAboutThread: lineAboutThread(deps),
    messageVersions: messageVersions(deps),
    pinnedMessages: pinnedMessages(deps),
    mentions: mentions(deps),
    forwardNow: forwardNow(deps),
    forwardsFrom: forwardsFrom(deps),
    savedMessages: savedMessages(deps),
    messagePlace: messagePlace(deps),
    searchMessages: searchMessages(deps),
    audit: audit(deps),
    auditAct: auditAct(deps),
    ownAct: ownAct(deps),
    overwrites: overwrites(deps),
    threads: threads(deps),
    thread: thread(deps),
    threadsNow: threadsNow(deps),
    channelDeletion: channelDeletion(deps),
    guildDeletion: guildDeletion(deps),
    whatIf: whatIf(deps),
    ready: ready(deps),
    readState: readState(deps),
    readPlace: readPlace(deps),
    readPlacesOfGuild: readPlacesOfGuild(deps),
    newestMessages: newestMessages(deps),
    guildSights: guildSights(deps),
    guildFacts: guildFacts(deps),
    memberViews: memberViews(deps),
    channelVisible: channelVisible(deps),
    channelChanges: channelChanges(deps),
    invitedGuild: invitedGuild(deps),
    userViews: userViews(deps),
  };
};
