/**
 * Settings of one user on all devices, with the notification rules. No other user learns them, and no log holds them
 * (decision 0050).
 */
import { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import {
  GUILDS_LISTED_MAX,
  NOTIFICATION_RULES_MAX,
  WEEK_DAYS_MAX,
  ZONE_NAME_CHARS_MAX,
} from '#gateway/protocol/limits.ts';
import { instant } from '#gateway/protocol/resources.ts';
import {
  flag,
  id,
  integer,
  listOf,
  listOfDistinct,
  narrowed,
  nullable,
  object,
  oneOf,
  type TypeOf,
  text,
} from '#gateway/protocol/wire.ts';

/** Messages that a user wants to be told of. */
export const NotificationLevel = oneOf('all', 'mentions', 'none');
export type NotificationLevel = TypeOf<typeof NotificationLevel>;

const DAY_MINUTES = 24 * 60;
const minute = integer({ min: 0, max: DAY_MINUTES - 1 });
/**
 * Hours in which the user is told of nothing. `from` and `until` are minutes of the day in `time_zone`, a name such as
 * `Europe/Berlin`. An `until` that is not after `from` is on the next day. `days` are the days of `from`, 1 is Monday.
 * With `dnd` others see the user as `dnd` meanwhile, unless the user is invisible.
 */
const hours = { from: minute, until: minute };
const day = integer({ min: 1, max: WEEK_DAYS_MAX });
const zoneName = text({ min: 1, max: ZONE_NAME_CHARS_MAX });
const shown = { dnd: flag };
export const QuietHours = object({ ...hours, days: listOf(day, WEEK_DAYS_MAX), time_zone: zoneName }, shown);
export type QuietHours = TypeOf<typeof QuietHours>;

const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};
/** Quiet hours, as a client sends them. Kept ones are read leniently, because zones differ by runtime. */
const QuietHoursBody = object(
  {
    ...hours,
    days: listOfDistinct(day, WEEK_DAYS_MAX),
    time_zone: narrowed(zoneName, (name) =>
      isZone(name) ? undefined : 'must be a time zone that the server knows, as Europe/Berlin or +05:30',
    ),
  },
  shown,
);

/** `level` is null where the place above decides. `muted_until` is null for a mute for good, and without one. */
const rule = { level: nullable(NotificationLevel), muted: flag, muted_until: nullable(instant) };
export const ChannelRuleBody = object(rule);
const guildRule = { ...rule, suppress_everyone: flag, suppress_roles: flag };
export const GuildRuleBody = object(guildRule);
export type NotificationRule = TypeOf<typeof ChannelRuleBody>;
export type GuildRule = TypeOf<typeof GuildRuleBody>;

/** True for a rule that says the same as no rule. */
export const saysNothing = (rule: NotificationRule | GuildRule): boolean =>
  rule.level === null &&
  !rule.muted &&
  !('suppress_everyone' in rule && (rule.suppress_everyone || rule.suppress_roles));

/** Change of settings. A field that it leaves out stays. */
export const SettingsBody = object(
  {},
  {
    guild_order: listOfDistinct(id(GuildId), GUILDS_LISTED_MAX),
    sound: flag,
    quiet_hours: nullable(QuietHoursBody),
  },
);
export type SettingsChange = TypeOf<typeof SettingsBody>;

/** Settings of a user. A higher `revision` is newer. A guild that `guild_order` does not name comes last. */
export const Settings = object({
  guild_order: listOf(id(GuildId), GUILDS_LISTED_MAX),
  sound: flag,
  quiet_hours: nullable(QuietHours),
  revision: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  guild_rules: listOf(object({ guild_id: id(GuildId), ...guildRule }), NOTIFICATION_RULES_MAX),
  channel_rules: listOf(object({ channel_id: id(ChannelId), ...rule }), NOTIFICATION_RULES_MAX),
});
export type Settings = TypeOf<typeof Settings>;

/** Settings of a user who never changed any. */
export const FIRST_SETTINGS: Settings = {
  revision: 0,
  guild_order: [],
  sound: false,
  quiet_hours: null,
  guild_rules: [],
  channel_rules: [],
};
