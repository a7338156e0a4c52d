/**
 * Memory of the users who are connected to any process: their connections, their choice, and their guilds. It reads no
 * clock. The guilds follow the log, so that a user who left a guild is told there no more.
 */
import type { Position } from '#domain/kernel/event.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import { MINUTE_MS } from '#domain/kernel/units.ts';
import type { AudienceChange } from '#gateway/dispatch/audience-change.ts';
import { drop, put } from '#gateway/dispatch/sets-by-key.ts';
import type { UserWhisper } from '#gateway/ports/whispers.ts';
import {
  type Activity,
  choiceAt,
  type DatedChoice,
  NO_CHOICE,
  newerChoice,
  type ShownPresence,
  shownPresence,
} from '#gateway/presence/choice.ts';
import { MembershipNews } from '#gateway/presence/membership-news.ts';
import { inQuietHours } from '#gateway/protocol/quiet-hours.ts';
import type { QuietHours, Settings } from '#gateway/protocol/settings.ts';

type ElsewhereActivity = { readonly activity: Activity; readonly quiet: boolean };
/** Quiet hours of a user as the settings of one revision have them. */
export type KnownHours = Pick<Settings, 'quiet_hours' | 'revision'>;
type ConnectedUser = {
  /** Connections to this process. */
  readonly here: Map<object, Activity>;
  /** Activity for which the user stays after the last connection, and its end in milliseconds since 1970. */
  grace: { readonly activity: Activity; readonly until: number } | undefined;
  readonly elsewhere: Map<string, ElsewhereActivity>;
  chosen: DatedChoice;
  /** Quiet hours in which others see the user as `dnd`, as the settings of this revision say. */
  hours: { readonly quiet: QuietHours | null; readonly revision: number };
  /** True while these hours run. */
  quiet: boolean;
  readonly guilds: Set<GuildId>;
};

/** Hears what changed in the memory. Each call names users or guilds only, and the hearer asks for the rest. */
export type PresenceWatch = {
  /** The presence of a user may be another one. */
  readonly shown: (user: UserId) => void;
  /** The own choice of a user is another one. */
  readonly chosen: (user: UserId) => void;
  /** Facts changed that the other processes need. */
  readonly here: (user: UserId) => void;
  readonly came: (user: UserId, guild: GuildId) => void;
  readonly parted: (user: UserId, guild: GuildId) => void;
};

export class PresenceMemory {
  readonly #users = new Map<UserId, ConnectedUser>();
  readonly #byGuild = new Map<GuildId, Set<UserId>>();
  readonly #news = new MembershipNews();
  /** Users whose presence ends or changes by the clock. */
  readonly #timed = new Set<UserId>();
  /** Users here whose quiet hours show. */
  readonly #quietened = new Set<UserId>();
  /** Minute since 1970 for which the quiet hours were last looked at. */
  #minute = Number.NEGATIVE_INFINITY;
  readonly #graceMs: number;
  readonly #watch: PresenceWatch;

  constructor(graceMs: number, watch: PresenceWatch) {
    this.#graceMs = graceMs;
    this.#watch = watch;
  }

  /** Takes a connection of a user with the guilds of its snapshot. `brought` is the choice that its client kept. */
  came(
    connection: object,
    user: UserId,
    guilds: Iterable<GuildId>,
    brought: DatedChoice = NO_CHOICE,
    activity: Activity = 'active',
  ): void {
    const known = this.#user(user);
    known.here.set(connection, activity);
    known.grace = undefined;
    this.#setGuilds(user, known, new Set(guilds));
    this.#choose(user, known, brought);
    this.#tellHere(user);
  }

  /** Takes a choice that a user made at a connection. A connection that is over changes nothing. */
  set(connection: object, user: UserId, chosen: DatedChoice, activity: Activity): void {
    const known = this.#users.get(user);
    if (known === undefined || !known.here.has(connection)) return;
    known.here.set(connection, activity);
    this.#choose(user, known, chosen);
    this.#tellHere(user);
  }

  /** Takes the quiet hours of a user who is here. An older revision of the settings changes nothing. */
  settled(user: UserId, { quiet_hours: hours, revision }: KnownHours, now: Instant): void {
    const known = this.#users.get(user);
    if (known === undefined || known.here.size === 0 || revision < known.hours.revision) return;
    known.hours = { quiet: hours?.dnd === true ? hours : null, revision };
    if (known.hours.quiet === null) this.#quietened.delete(user);
    else this.#quietened.add(user);
    this.#lookAtHours(user, known, now);
  }

  left(connection: object, user: UserId, now: Instant): void {
    const known = this.#users.get(user);
    const activity = known?.here.get(connection);
    if (known === undefined || activity === undefined) return;
    known.here.delete(connection);
    if (known.here.size === 0) {
      known.grace = { activity, until: millisOf(now) + this.#graceMs };
      this.#timed.add(user);
    }
    this.#tellHere(user);
  }

  /** Takes what another process says about a user. Joins and leaves after `through` are known better here. */
  heard(said: UserWhisper, process: string, through: Position, now: Instant): void {
    if (said.activity === 'gone' && !this.#users.has(said.user)) return;
    const known = this.#user(said.user);
    if (said.activity === 'gone') known.elsewhere.delete(process);
    else {
      known.elsewhere.set(process, { activity: said.activity, quiet: said.quiet === true });
      const isHere = known.here.size > 0 || known.grace !== undefined;
      if (!isHere) this.#setGuilds(said.user, known, this.#news.corrected(said.user, said.guilds, through));
      this.#choose(said.user, known, choiceAt({ choice: said.choice, at: said.at }, now));
    }
    this.#watch.shown(said.user);
  }

  /** Takes all users of another process out, because it stopped or fell silent. */
  lost(process: string): void {
    for (const [user, known] of this.#users) if (known.elsewhere.delete(process)) this.#watch.shown(user);
  }

  /** Takes a change of memberships in the order of the log. */
  changed(change: AudienceChange, at: Position): void {
    if (change.kind === 'MemberCame' || change.kind === 'MemberGone') {
      const { userId, guildId } = change;
      this.#news.note(userId, guildId, at, change.kind === 'MemberCame');
      const known = this.#users.get(userId);
      if (known === undefined) return;
      if (change.kind === 'MemberCame') this.#join(userId, known, guildId);
      else this.#part(userId, known, guildId);
      this.#watch.here(userId);
    } else if (change.kind === 'GuildGone') {
      for (const user of [...(this.#byGuild.get(change.guildId) ?? [])]) {
        const known = this.#users.get(user);
        this.#news.note(user, change.guildId, at, false);
        if (known !== undefined) this.#part(user, known, change.guildId);
      }
    }
  }

  /** Ends what the clock ends: a grace, or a custom status. Once a minute it looks at the quiet hours. */
  tick(now: Instant): void {
    const minute = Math.floor(millisOf(now) / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      for (const user of this.#quietened) {
        const known = this.#users.get(user);
        if (known !== undefined) this.#lookAtHours(user, known, now);
      }
    }
    for (const user of this.#timed) {
      const known = this.#users.get(user);
      if (known?.grace !== undefined && known.grace.until <= millisOf(now)) {
        known.grace = undefined;
        this.#tellHere(user);
      }
      if (known !== undefined) this.#take(user, known, choiceAt(known.chosen, now));
      if (known === undefined || !isTimed(known)) this.#timed.delete(user);
    }
  }

  /** Forgets users without a connection. Their guilds stay until this call, so that others hear that they went. */
  sweep(users: Iterable<UserId>): void {
    for (const user of users) {
      const known = this.#users.get(user);
      if (known === undefined || activitiesOf(known).length > 0) continue;
      for (const guild of known.guilds) drop(this.#byGuild, guild, user);
      this.#users.delete(user);
      this.#timed.delete(user);
      this.#quietened.delete(user);
    }
  }

  shown(user: UserId): ShownPresence | undefined {
    const known = this.#users.get(user);
    return known === undefined ? undefined : shownPresence(known.chosen, activitiesOf(known), isQuiet(known));
  }

  /** True while quiet hours show a user of this process as `dnd`. */
  isQuietHere(user: UserId): boolean {
    const known = this.#users.get(user);
    return known?.quiet === true && activitiesHere(known).length > 0;
  }

  choice(user: UserId): DatedChoice {
    return this.#users.get(user)?.chosen ?? NO_CHOICE;
  }

  guildsOf(user: UserId): ReadonlySet<GuildId> {
    return this.#users.get(user)?.guilds ?? new Set();
  }

  usersIn(guild: GuildId): ReadonlySet<UserId> {
    return this.#byGuild.get(guild) ?? new Set();
  }

  /** Answers the activity of a user at one connection to this process. */
  activityAt(connection: object, user: UserId): Activity | undefined {
    return this.#users.get(user)?.here.get(connection);
  }

  /** Answers the activity of a user at this process. */
  activityHere(user: UserId): Activity | 'gone' {
    const known = this.#users.get(user);
    if (known === undefined) return 'gone';
    const [first] = activitiesHere(known);
    return first ?? 'gone';
  }

  /** Lists the users with a connection to this process, or with one until a moment ago. */
  here(): ReadonlyArray<UserId> {
    return [...this.#users].flatMap(([user, known]) => (activitiesHere(known).length > 0 ? [user] : []));
  }

  #user(user: UserId): ConnectedUser {
    const known = this.#users.get(user);
    if (known !== undefined) return known;
    const made: ConnectedUser = {
      here: new Map(),
      grace: undefined,
      elsewhere: new Map(),
      chosen: NO_CHOICE,
      hours: { quiet: null, revision: -1 },
      quiet: false,
      guilds: new Set(),
    };
    this.#users.set(user, made);
    return made;
  }

  #lookAtHours(user: UserId, known: ConnectedUser, now: Instant): void {
    const quiet = inQuietHours(known.hours.quiet, millisOf(now));
    if (quiet === known.quiet) return;
    known.quiet = quiet;
    this.#tellHere(user);
  }

  #tellHere(user: UserId): void {
    this.#watch.here(user);
    this.#watch.shown(user);
  }

  #choose(user: UserId, known: ConnectedUser, chosen: DatedChoice): void {
    this.#take(user, known, newerChoice(known.chosen, chosen));
    if (isTimed(known)) this.#timed.add(user);
  }

  #take(user: UserId, known: ConnectedUser, chosen: DatedChoice): void {
    if (chosen === known.chosen) return;
    known.chosen = chosen;
    this.#watch.chosen(user);
    this.#watch.shown(user);
  }

  #setGuilds(user: UserId, known: ConnectedUser, guilds: ReadonlySet<GuildId>): void {
    for (const guild of [...known.guilds]) if (!guilds.has(guild)) this.#part(user, known, guild);
    for (const guild of guilds) this.#join(user, known, guild);
  }

  #join(user: UserId, known: ConnectedUser, guild: GuildId): void {
    if (known.guilds.has(guild)) return;
    known.guilds.add(guild);
    put(this.#byGuild, guild, user);
    this.#watch.came(user, guild);
  }

  #part(user: UserId, known: ConnectedUser, guild: GuildId): void {
    if (!known.guilds.delete(guild)) return;
    drop(this.#byGuild, guild, user);
    this.#watch.parted(user, guild);
  }
}

const isTimed = ({ grace, chosen }: ConnectedUser): boolean =>
  grace !== undefined || (chosen.choice.custom_status?.until ?? null) !== null;

/** Activities at this process, the most present one first. */
const activitiesHere = ({ here, grace }: ConnectedUser): ReadonlyArray<Activity> => {
  const all = [...here.values()];
  if (all.length === 0) return grace === undefined ? [] : [grace.activity];
  return all.includes('active') ? ['active'] : ['away'];
};

const activitiesOf = (known: ConnectedUser): ReadonlyArray<Activity> => [
  ...activitiesHere(known),
  ...[...known.elsewhere.values()].map(({ activity }) => activity),
];

/** True when one process knows that quiet hours run. A process that lost its connections to the user knows nothing. */
const isQuiet = (known: ConnectedUser): boolean =>
  (known.quiet && activitiesHere(known).length > 0) || [...known.elsewhere.values()].some(({ quiet }) => quiet);
