/** Requests of the dialogs. The first screen needs none of them, so they are loaded with the dialogs. */

import type { ChannelId, GuildId, SessionId } from '#domain/kernel/ids.ts';
import { MentionPage } from '#gateway/protocol/message-lists.ts';
import { Channel, Guild, Invite, InviteAccepted, InvitePreview, SessionList } from '#gateway/protocol/resources.ts';
import { SavedPage } from '#gateway/protocol/saved.ts';
import type { Api } from '#web/client/api.ts';

export type InviteTerms = { readonly expiresInSecs: number | null; readonly maxUses: number | null };

export const laterRequests = ({ read, run }: Pick<Api, 'read' | 'run'>) => ({
  sessions: () => read({ method: 'GET', path: '/auth/sessions' }, SessionList),
  revokeSession: (id: SessionId) => run({ method: 'DELETE', path: `/auth/sessions/${id}` }),
  mentions: (before: string | null) =>
    read(
      { method: 'GET', path: `/me/mentions${before === null ? '' : `?${new URLSearchParams({ before })}`}` },
      MentionPage,
    ),
  saved: (before: number | null) =>
    read({ method: 'GET', path: `/me/saved${before === null ? '' : `?before=${before}`}` }, SavedPage),

  createGuild: (name: string, key: string) => read({ method: 'POST', path: '/guilds', body: { name }, key }, Guild),
  leaveGuild: (id: GuildId) => run({ method: 'POST', path: `/guilds/${id}/leave` }),
  createInvite: (id: GuildId, { expiresInSecs, maxUses }: InviteTerms, key: string) => {
    const body = { expires_in_secs: expiresInSecs, max_uses: maxUses };
    return read({ method: 'POST', path: `/guilds/${id}/invites`, body, key }, Invite);
  },
  /** Shows the invite as this user may use it: an invite from before a kick is refused. */
  previewInviteForMe: (code: string) =>
    read({ method: 'GET', path: `/invites/${encodeURIComponent(code)}/me` }, InvitePreview),
  acceptInvite: (code: string) =>
    read({ method: 'POST', path: `/invites/${encodeURIComponent(code)}/accept` }, InviteAccepted),

  createChannel: (id: GuildId, made: Pick<Channel, 'name' | 'kind' | 'parent_id'>, key: string) =>
    read({ method: 'POST', path: `/guilds/${id}/channels`, body: made, key }, Channel),
  renameChannel: (id: ChannelId, name: string) => run({ method: 'PATCH', path: `/channels/${id}`, body: { name } }),
  deleteChannel: (id: ChannelId, reason: string, key: string) =>
    run({ method: 'DELETE', path: `/channels/${id}`, reason, key }),
});
