/** Settings in the personal store: a document of each user, and a row for each notification rule. */
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Pool } from 'pg';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import {
  FIRST_SETTINGS,
  type PersonalSettings,
  type PersonalView,
  type PlacedRule,
  PresenceChoice,
  Settings,
  type SettingsChange,
  saysNothing,
  type TooManyRules,
} from '#gateway/ports/personal-settings.ts';
import { NOTIFICATION_RULES_MAX } from '#gateway/protocol/limits.ts';
import { CHANGES } from './personal-changes.ts';
import { unavailable } from './unavailable.ts';

/** Version of the document that this program writes. A program reads the versions up to its own. */
const VERSION = 1;

const OF = `
SELECT settings.version, settings.revision::float8 AS revision, settings.document,
  presence.choice AS presence, presence.chosen_at::float8 AS "chosenAt",
  ARRAY(
    SELECT to_jsonb(rule) - 'user_id' FROM (
      SELECT * FROM personal.notification_rule WHERE user_id = $1 ORDER BY place_id LIMIT ${NOTIFICATION_RULES_MAX}
    ) AS rule
  ) AS rules
FROM (SELECT $1::text AS user_id) AS one
LEFT JOIN personal.settings USING (user_id) LEFT JOIN personal.presence USING (user_id)`;

/** Condition that this program can read the settings of the user. It writes over none that a newer program wrote. */
const READABLE = `NOT EXISTS (SELECT FROM personal.settings WHERE user_id = $1 AND version > ${VERSION})`;

/** Part of a statement that notes a change for each row of `changed` and tells every process. */
const NOTED = `
  noted AS (
    INSERT INTO personal.settings AS kept (user_id, version, revision, document)
    SELECT user_id, ${VERSION}, 1, document FROM changed
    ON CONFLICT (user_id) DO UPDATE
      SET document = kept.document || excluded.document, version = ${VERSION}, revision = kept.revision + 1
      WHERE kept.version <= ${VERSION}
    RETURNING user_id
  )
SELECT pg_notify('${CHANGES}', user_id) FROM noted`;

const CHANGE = `
WITH changed AS (SELECT $1::text AS user_id, $2::jsonb AS document WHERE ${READABLE}), ${NOTED}`;

const FORGET_RULE = `
WITH
  gone AS (
    DELETE FROM personal.notification_rule WHERE user_id = $1 AND place_id = $2 AND ${READABLE} RETURNING user_id
  ),
  changed AS (SELECT user_id, '{}'::jsonb AS document FROM gone), ${NOTED}`;

const PUT_RULE = `
WITH
  put AS (
    INSERT INTO personal.notification_rule
      (user_id, place_id, kind, level, muted, muted_until, suppress_everyone, suppress_roles)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8
    WHERE ${READABLE} AND (
      SELECT count(*) FROM personal.notification_rule WHERE user_id = $1 AND place_id <> $2
    ) < ${NOTIFICATION_RULES_MAX}
    ON CONFLICT (user_id, place_id) DO UPDATE SET level = excluded.level, muted = excluded.muted,
      muted_until = excluded.muted_until, suppress_everyone = excluded.suppress_everyone,
      suppress_roles = excluded.suppress_roles
    RETURNING user_id
  ),
  changed AS (SELECT user_id, '{}'::jsonb AS document FROM put), ${NOTED}`;

const KEEP_PRESENCE = `
INSERT INTO personal.presence AS kept (user_id, choice, chosen_at) VALUES ($1, $2, $3)
ON CONFLICT (user_id) DO UPDATE SET choice = excluded.choice, chosen_at = excluded.chosen_at
WHERE kept.chosen_at <= excluded.chosen_at`;

const FORGET_PLACE = 'DELETE FROM personal.notification_rule WHERE place_id = $1';

/** Takes a guild out of every order. It touches no settings that a newer program wrote. */
const FORGET_IN_ORDER = `
UPDATE personal.settings SET document = jsonb_set(document, '{guild_order}', (document -> 'guild_order') - $1::text)
WHERE version <= ${VERSION} AND document -> 'guild_order' ? $1::text`;

type RuleRow = {
  readonly place_id: string;
  readonly kind: 'guild' | 'channel';
  readonly level: string | null;
  readonly muted: boolean;
  readonly muted_until: string | null;
  readonly suppress_everyone: boolean;
  readonly suppress_roles: boolean;
};
type Row = {
  readonly version: number | null;
  readonly revision: number | null;
  readonly document: object | null;
  readonly presence: unknown;
  readonly chosenAt: number | null;
  readonly rules: ReadonlyArray<RuleRow>;
};

/** Error of a row that this program cannot read, because a newer one wrote it. */
const unreadable = (): Error => new Error('the settings of a user are of a newer version');

const viewOf = ({ version, revision, document, presence, chosenAt, rules }: Row): PersonalView => {
  if ((version ?? VERSION) > VERSION) throw unreadable();
  const settings = Settings.decode({
    ...FIRST_SETTINGS,
    ...document,
    revision: revision ?? 0,
    guild_rules: rules
      .filter(({ kind }) => kind === 'guild')
      .map(({ kind: _kind, place_id: guild_id, ...rule }) => ({ guild_id, ...rule })),
    channel_rules: rules
      .filter(({ kind }) => kind === 'channel')
      .map(({ level, muted, muted_until, place_id: channel_id }) => ({ channel_id, level, muted, muted_until })),
  });
  if (E.isLeft(settings)) throw unreadable();
  const choice = PresenceChoice.decode(presence);
  const kept = E.isLeft(choice) || chosenAt === null ? undefined : { choice: choice.right, at: chosenAt };
  return { settings: settings.right, presence: kept };
};

const placeOf = (placed: PlacedRule) => (placed.kind === 'guild' ? placed.guildId : placed.channelId);

const suppressions = (placed: PlacedRule) =>
  placed.kind === 'guild' ? placed.rule : { suppress_everyone: false, suppress_roles: false };

/** Settings with the work that no request asks for. */
export type StoredSettings = PersonalSettings & {
  /** Destroys the rules of an erased channel. */
  readonly forgetChannel: (channelId: ChannelId) => Promise<void>;
  /** Destroys the rules of an erased guild, and its place in the order of communities. */
  readonly forgetGuild: (guildId: GuildId) => Promise<void>;
  /** Destroys the settings of a user, for the erasure of a person. */
  readonly forgetUser: (userId: UserId) => Promise<void>;
};

export const createSettings = (pool: Pool): StoredSettings => {
  const read = async (userId: UserId): Promise<PersonalView> => {
    const { rows } = await pool.query<Row>(OF, [userId]);
    const [row] = rows;
    if (row === undefined) throw new Error('the database answered no row');
    return viewOf(row);
  };
  const change = async (userId: UserId, patch: SettingsChange): Promise<Settings> => {
    await pool.query(CHANGE, [userId, JSON.stringify(patch)]);
    return (await read(userId)).settings;
  };
  const putRule = async (userId: UserId, placed: PlacedRule): Promise<E.Either<TooManyRules, Settings>> => {
    if (saysNothing(placed.rule)) {
      await pool.query(FORGET_RULE, [userId, placeOf(placed)]);
      return E.right((await read(userId)).settings);
    }
    const { level, muted, muted_until } = placed.rule;
    const { suppress_everyone, suppress_roles } = suppressions(placed);
    const rule = [placed.kind, level, muted, muted ? muted_until : null, suppress_everyone, suppress_roles];
    const { rowCount } = await pool.query(PUT_RULE, [userId, placeOf(placed), ...rule]);
    const { settings } = await read(userId);
    return rowCount === 0 ? E.left({ kind: 'TooManyRules' }) : E.right(settings);
  };
  return {
    of: (userId) => TE.tryCatch(() => read(userId), unavailable),
    change: (userId, patch) => TE.tryCatch(() => change(userId, patch), unavailable),
    putRule: (userId, placed) =>
      TE.flatMapEither((outcome: E.Either<TooManyRules, Settings>) => outcome)(
        TE.tryCatch(() => putRule(userId, placed), unavailable),
      ),
    keepPresence: (userId, { choice, at }) =>
      TE.tryCatch(async () => {
        await pool.query(KEEP_PRESENCE, [userId, JSON.stringify(choice), at]);
      }, unavailable),
    forgetChannel: async (channelId) => {
      await pool.query(FORGET_PLACE, [channelId]);
    },
    forgetGuild: async (guildId) => {
      await pool.query(FORGET_PLACE, [guildId]);
      await pool.query(FORGET_IN_ORDER, [guildId]);
    },
    forgetUser: async (userId) => {
      for (const table of ['settings', 'notification_rule', 'presence'])
        await pool.query(`DELETE FROM personal.${table} WHERE user_id = $1`, [userId]);
    },
  };
};
