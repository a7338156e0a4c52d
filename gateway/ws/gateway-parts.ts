import type { Clock } from '#commands/ports/clock.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import type { FanOut, FanOutLog } from '#gateway/dispatch/fan-out.ts';
import type { UnreadTelling } from '#gateway/dispatch/unread.ts';
import type { PersonalChanges } from '#gateway/ports/personal-changes.ts';
import type { PersonalSettings } from '#gateway/ports/personal-settings.ts';
import type { Posting } from '#gateway/ports/posting.ts';
import type { ProjectedFeed } from '#gateway/ports/projected-feed.ts';
import type { SavedMessages } from '#gateway/ports/saved-messages.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import type { SecurityLog } from '#gateway/ports/security-log.ts';
import type { SessionLiveness } from '#gateway/ports/session-liveness.ts';
import type { TokenVerifier } from '#gateway/ports/token-verifier.ts';
import type { Whispers } from '#gateway/ports/whispers.ts';
import type { Presences } from '#gateway/presence/presences.ts';
import type { People } from '#gateway/present/people.ts';
import type { GatewayLimits } from '#gateway/ws/limits.ts';
import type { SocketListener } from '#gateway/ws/listener.ts';
import type { Queries } from '#queries/queries.ts';

export type GatewayLog = FanOutLog & {
  /** Logs the reason of an outage that made the gateway refuse a frame. The reason holds no text of a user. */
  readonly refused: (why: string) => void;
  /** Logs the origin of a page that may not connect. The origin is text of a stranger. */
  readonly strangeOrigin: (origin: string) => void;
  /** Logs that the read models are away, so that numbers of unread messages wait. */
  readonly uncounted: (error: unknown) => void;
  /** Logs that settings cannot be read or a choice of presence cannot be kept, because the personal store refuses or is away. */
  readonly unsettled: (error: unknown) => void;
  /** Logs an error while serving one connection, which is then closed. */
  readonly failed: (error: unknown) => void;
};

/** Dependencies of the gateway on the rest of the server. */
export type GatewayDeps = {
  readonly queries: Pick<
    Queries,
    | 'ready'
    | 'guildSights'
    | 'guildFacts'
    | 'memberViews'
    | 'systemLine'
    | 'forwardNow'
    | 'forwardsFrom'
    | 'lineAboutThread'
    | 'channelVisible'
    | 'channelChanges'
    | 'readState'
    | 'newestMessages'
    | 'threadsNow'
  >;
  readonly people: People;
  readonly posting: Posting;
  readonly feed: ProjectedFeed;
  readonly whispers: Whispers;
  readonly tokens: TokenVerifier;
  readonly seals: SealedTokens;
  readonly sessions: SessionLiveness;
  readonly changes: PersonalChanges;
  readonly settings: Pick<PersonalSettings, 'of' | 'keepPresence'>;
  readonly saved: Pick<SavedMessages, 'mark'>;
  /** Calls `work` after `ms`. The answer cancels that. */
  readonly later: (ms: number, work: () => void) => () => void;
  readonly clock: Clock;
  /** Origins of the web client, such as `https://chat.example`. Browsers from other origins are refused. */
  readonly origins: ReadonlyArray<string>;
  readonly log: GatewayLog;
  readonly security: SecurityLog;
  readonly limits: GatewayLimits;
};

/** Parts that all connections of one gateway share. */
export type GatewayParts = GatewayDeps & {
  readonly audience: Audience<SocketListener>;
  readonly fanOut: FanOut;
  readonly unread: UnreadTelling<SocketListener>;
  readonly presences: Presences<SocketListener>;
};
