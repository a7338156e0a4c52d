import type { Commands } from '#commands/commands.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { HostCookie } from '#gateway/http/cookies.ts';
import type { Endpoint } from '#gateway/http/endpoint.ts';
import type { LoginGuard } from '#gateway/http/login-guard.ts';
import type { authenticate } from '#gateway/http/middleware/authenticate.ts';
import { accountRoutes } from '#gateway/http/routes/account.ts';
import { auditRoutes } from '#gateway/http/routes/audit.ts';
import { channelRoutes } from '#gateway/http/routes/channel.ts';
import { followRoutes } from '#gateway/http/routes/follow.ts';
import { guildRoutes } from '#gateway/http/routes/guild.ts';
import { type InvitationSource, inviteRoutes } from '#gateway/http/routes/invite.ts';
import { memberRoutes } from '#gateway/http/routes/member.ts';
import { mentionRoutes } from '#gateway/http/routes/mentions.ts';
import { messageRoutes } from '#gateway/http/routes/message.ts';
import { messageHistoryRoutes } from '#gateway/http/routes/message-history.ts';
import { messageVersionRoutes } from '#gateway/http/routes/message-versions.ts';
import { overwriteRoutes } from '#gateway/http/routes/overwrite.ts';
import { permissionRoutes } from '#gateway/http/routes/permission.ts';
import { pinRoutes } from '#gateway/http/routes/pin.ts';
import { reactionRoutes } from '#gateway/http/routes/reaction.ts';
import { registrationRoutes } from '#gateway/http/routes/registration.ts';
import { roleRoutes } from '#gateway/http/routes/role.ts';
import { savedRoutes } from '#gateway/http/routes/saved.ts';
import { searchRoutes } from '#gateway/http/routes/search.ts';
import { serverRoutes } from '#gateway/http/routes/server.ts';
import { sessionRoutes } from '#gateway/http/routes/session.ts';
import { settingsRoutes } from '#gateway/http/routes/settings.ts';
import { threadRoutes } from '#gateway/http/routes/thread.ts';
import { unreadRoutes } from '#gateway/http/routes/unread.ts';
import { tokensPresenter } from '#gateway/http/tokens.ts';
import { guessCounter } from '#gateway/limits/guesses.ts';
import type { Limiter } from '#gateway/limits/limiter.ts';
import type { RefreshOrigins } from '#gateway/limits/refresh-origins.ts';
import { describeApi } from '#gateway/openapi/document.ts';
import type { FollowedThreads } from '#gateway/ports/followed-threads.ts';
import type { PersonalSettings } from '#gateway/ports/personal-settings.ts';
import type { ReadMarkers } from '#gateway/ports/read-markers.ts';
import type { SavedMessages } from '#gateway/ports/saved-messages.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import type { People } from '#gateway/present/people.ts';
import type { ServerAnswer } from '#gateway/protocol/requests.ts';
import type { Presence } from '#gateway/protocol/resources.ts';
import type { Queries } from '#queries/queries.ts';

/** Lists every route. The router serves exactly these, and the description holds exactly these. */
export const allRoutes = (deps: {
  readonly commands: Commands;
  readonly invitations: InvitationSource;
  readonly queries: Queries;
  readonly markers: ReadMarkers;
  readonly followedThreads: FollowedThreads;
  readonly settings: PersonalSettings;
  readonly saved: SavedMessages;
  readonly people: Pick<People, 'person'>;
  readonly limiter: Limiter;
  readonly refreshes: RefreshOrigins;
  readonly sealed: SealedTokens;
  readonly authenticate: ReturnType<typeof authenticate>;
  readonly guard: LoginGuard;
  readonly cookie: HostCookie;
  readonly deviceCookie: HostCookie;
  readonly publicUrl: URL;
  readonly origins: ReadonlyArray<string>;
  readonly server: () => Promise<ServerAnswer>;
  readonly presencesOf: (users: ReadonlyArray<UserId>) => ReadonlyArray<Presence>;
  readonly readiness: () => Promise<ReadonlyArray<string>>;
  readonly now: () => Instant;
}): ReadonlyArray<Endpoint> => {
  const presenter = tokensPresenter(deps);
  const endpoints: ReadonlyArray<Endpoint> = [
    ...registrationRoutes({ ...deps, tokensPresenter: presenter }),
    ...sessionRoutes({
      ...deps,
      guesses: guessCounter(deps.limiter),
      tokensPresenter: presenter,
      publicOrigin: deps.publicUrl.origin,
    }),
    ...accountRoutes(deps),
    ...guildRoutes(deps),
    ...memberRoutes(deps),
    ...roleRoutes(deps),
    ...auditRoutes(deps),
    ...permissionRoutes(deps),
    ...channelRoutes(deps),
    ...threadRoutes(deps),
    ...followRoutes(deps),
    ...overwriteRoutes(deps),
    ...inviteRoutes(deps),
    ...messageRoutes(deps),
    ...messageHistoryRoutes(deps),
    ...mentionRoutes(deps),
    ...reactionRoutes(deps),
    ...pinRoutes(deps),
    ...messageVersionRoutes(deps),
    ...unreadRoutes(deps),
    ...settingsRoutes(deps),
    ...savedRoutes(deps),
    ...searchRoutes(deps),
    ...serverRoutes({ ...deps, description: () => description }),
  ];
  const description = describeApi(endpoints, deps.publicUrl);
  return endpoints;
};
