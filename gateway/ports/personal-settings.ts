import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PersonalUnavailable } from '#domain/kernel/failure.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import { PresenceChoice } from '#gateway/protocol/presence.ts';
import {
  FIRST_SETTINGS,
  type GuildRule,
  type NotificationRule,
  Settings,
  type SettingsChange,
  saysNothing,
} from '#gateway/protocol/settings.ts';

/** Codecs of what the store keeps, the settings of a user who changed none, and the rule that it does not keep. */
export { FIRST_SETTINGS, PresenceChoice, Settings, type SettingsChange, saysNothing };

/** Place of a notification rule, with the rule. */
export type PlacedRule =
  | { readonly kind: 'guild'; readonly guildId: GuildId; readonly rule: GuildRule }
  | { readonly kind: 'channel'; readonly channelId: ChannelId; readonly rule: NotificationRule };

/** Rejection of a rule beyond the number that the store keeps for one user. */
export type TooManyRules = { readonly kind: 'TooManyRules' };

/** Choice of presence with the time at which the user made it, in milliseconds since 1970. */
export type KeptPresence = { readonly choice: PresenceChoice; readonly at: number };

/** All that the personal store keeps for the client of a user. */
export type PersonalView = { readonly settings: Settings; readonly presence: KeptPresence | undefined };

/** Settings of all users, in the personal store (decision 0050). */
export type PersonalSettings = {
  readonly of: (userId: UserId) => TaskEither<PersonalUnavailable, PersonalView>;
  /** Changes the named settings, and answers all. */
  readonly change: (userId: UserId, patch: SettingsChange) => TaskEither<PersonalUnavailable, Settings>;
  /** Puts a rule, and answers all settings. A rule that says nothing takes the one of its place away. */
  readonly putRule: (userId: UserId, placed: PlacedRule) => TaskEither<PersonalUnavailable | TooManyRules, Settings>;
  /** Keeps a choice of presence, unless a newer one is kept. */
  readonly keepPresence: (userId: UserId, presence: KeptPresence) => TaskEither<PersonalUnavailable, void>;
};
