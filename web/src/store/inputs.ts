/** The inputs of the reducer: frames and dispatches of the server, and local actions of the client. */

import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Attachment } from '#gateway/protocol/attachments.ts';
import type { DispatchName, DispatchOf } from '#gateway/protocol/dispatches.ts';
import type { ServerFrameName, ServerFrameOf } from '#gateway/protocol/frames.ts';
import type { PresenceChoice } from '#gateway/protocol/presence.ts';
import type { Member, MessagePage, Presence, Unread } from '#gateway/protocol/resources.ts';
import type { SearchPage } from '#gateway/protocol/search.ts';
import type {
  DetourSide,
  KnownQuote,
  MessageChange,
  PendingChange,
  PendingMessage,
  SearchSort,
  SearchTrouble,
  Trouble,
} from '#web/store/state.ts';

type OfChannel = { readonly channel_id: ChannelId };

/** Local actions by name. Each name holds a dot, so it differs from every frame of the server. */
export type LocalActions = {
  'history.asked': OfChannel & { readonly request: string };
  'history.loaded': OfChannel & { readonly request: string; readonly page: MessagePage };
  'history.failed': OfChannel & { readonly request: string; readonly trouble: Trouble };
  /** Cuts a channel that is no longer shown to its newest `keep` messages. */
  'history.trimmed': OfChannel & { readonly keep: number };
  'detour.asked': OfChannel & { readonly request: string; readonly side: DetourSide; readonly target: MessageId };
  'detour.loaded': OfChannel & { readonly request: string; readonly page: MessagePage };
  'detour.failed': OfChannel & { readonly request: string; readonly trouble: Trouble };
  /** Ends the detour, so that the window shows again. */
  'detour.left': OfChannel;
  /** Starts a search. `more` asks for the next page of the last search. */
  'search.asked': {
    readonly guild_id: GuildId;
    readonly request: string;
    readonly text: string;
    readonly sort: SearchSort;
    readonly more: boolean;
  };
  'search.loaded': { readonly request: string; readonly page: SearchPage };
  'search.failed': { readonly request: string; readonly trouble: SearchTrouble };
  'search.cleared': Record<never, never>;
  /** Brings a restored message with those around it. Null when it could not be read. */
  'restored.loaded': OfChannel & { readonly message_id: MessageId; readonly page: MessagePage | null };
  'quote.asked': OfChannel & { readonly message_id: MessageId; readonly request: string };
  /** Brings a quote that was asked for. Null when it could not be read. */
  'quote.loaded': OfChannel & {
    readonly message_id: MessageId;
    readonly request: string;
    readonly quote: KnownQuote | null;
  };
  'subscribe.refused': OfChannel & { readonly trouble: Trouble };
  'members.asked': { readonly guild_id: GuildId; readonly request: string };
  'members.loaded': {
    readonly guild_id: GuildId;
    readonly request: string;
    readonly members: ReadonlyArray<Member>;
    readonly complete: boolean;
    readonly presences?: ReadonlyArray<Presence>;
  };
  'members.failed': { readonly guild_id: GuildId; readonly request: string; readonly trouble: Trouble };
  /** Applies several `message_create` dispatches in the order of their arrival. */
  'messages.arrived': { readonly created: ReadonlyArray<DispatchOf<'message_create'>['d']> };
  'send.started': OfChannel & {
    readonly nonce: string;
    readonly content: string;
    readonly replyTo: MessageId | null;
    readonly mentionReplied?: boolean;
    readonly files?: ReadonlyArray<Attachment>;
    readonly at: number;
  };
  'send.handed-over': { readonly nonce: string };
  'send.refused': { readonly nonce: string; readonly trouble: Trouble };
  'send.deferred': { readonly nonce: string };
  'send.retried': { readonly nonce: string };
  'send.discarded': { readonly nonce: string };
  'change.started': OfChannel & {
    readonly message_id: MessageId;
    readonly key: string;
    readonly change: MessageChange;
  };
  'change.handed-over': { readonly key: string };
  'change.acknowledged': { readonly key: string };
  'change.deferred': { readonly key: string };
  'change.refused': { readonly key: string; readonly trouble: Trouble };
  'change.retried': { readonly key: string };
  'change.discarded': { readonly key: string };
  /** Takes up the outbox of this window from before a reload. */
  'outbox.restored': {
    readonly unconfirmed: ReadonlyArray<PendingMessage>;
    readonly changes: ReadonlyArray<PendingChange>;
  };
  /** Ends the typing of a user, unless the user has typed again since `at`. */
  'typing.ended': OfChannel & { readonly user_id: UserId; readonly at: Instant };
  /** Takes a choice of this user before the server has heard it. */
  'presence.chosen': PresenceChoice;
  /** Marks channels as read before the server has answered. */
  'mark.started': { readonly channel_ids: ReadonlyArray<ChannelId> };
  /** Ends the marks. `answer` holds the numbers that the server answered. Null after a refusal. */
  'mark.ended': { readonly channel_ids: ReadonlyArray<ChannelId>; readonly answer: ReadonlyArray<Unread> | null };
  'connection.lost': Record<never, never>;
  'session.ended': Record<never, never>;
};

type Facts = { readonly [N in ServerFrameName]: ServerFrameOf<N>['d'] } & {
  readonly [N in DispatchName]: DispatchOf<N>['d'];
} & LocalActions;
export type InputName = keyof Facts;
export type FactsOf<N extends InputName> = Facts[N];
export type InputOf<N extends InputName> = { [K in N]: { readonly t: K; readonly d: Facts[K] } }[N];
export type Input = InputOf<InputName>;
