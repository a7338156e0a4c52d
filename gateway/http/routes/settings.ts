/** Routes of the settings of the caller, which no other user learns. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PersonalUnavailable } from '#domain/kernel/failure.ts';
import { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { type Endpoint, type Outcome, ok, perUser, signedEndpoint, within } from '#gateway/http/endpoint.ts';
import { MUTE_AHEAD_MAX_MS, ORDER_BODY_BYTES_MAX, SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import type { PersonalSettings, TooManyRules } from '#gateway/ports/personal-settings.ts';
import { personalFailures, queryFailures } from '#gateway/present/failures.ts';
import type { Refusal } from '#gateway/present/problems.ts';
import { codesOf, explained, type Refusals, refusalOf } from '#gateway/present/refusals.ts';
import { NOTIFICATION_RULES_MAX } from '#gateway/protocol/limits.ts';
import {
  ChannelRuleBody,
  GuildRuleBody,
  type NotificationRule,
  Settings,
  SettingsBody,
  saysNothing,
} from '#gateway/protocol/settings.ts';
import { id } from '#gateway/protocol/wire.ts';
import type { NotVisible, Queries, QueryFailure } from '#queries/queries.ts';

const slice = 'account';
const answer = ok('All settings as they are now.', Settings);
const limits = [perUser('settings_per_user')];

const tooMany: Refusals<TooManyRules> = {
  TooManyRules: explained(
    'too_many_notification_rules',
    `You have rules for ${NOTIFICATION_RULES_MAX} places. Take some away first.`,
  ),
};
const ruleFailures = { ...queryFailures, ...personalFailures, ...tooMany };

const answered = async (work: TaskEither<PersonalUnavailable | TooManyRules, Settings>): Outcome => {
  const outcome = await work();
  return isLeft(outcome) ? left(refusalOf(ruleFailures, outcome.left)) : right({ body: outcome.right });
};

const TOO_LATE: Refusal = {
  code: 'body_invalid',
  detail: 'muted_until must be within a year. A mute for good has null.',
  field: 'muted_until',
};
/** Answers a rule without a mute that is over. A mute that would end too late is refused. */
const asOf = <R extends NotificationRule>(rule: R, now: Instant): Either<Refusal, R> => {
  if (rule.muted_until === null) return right(rule);
  const ahead = millisOf(rule.muted_until) - millisOf(now);
  if (ahead > MUTE_AHEAD_MAX_MS) return left(TOO_LATE);
  return right(ahead > 0 ? rule : { ...rule, muted: false, muted_until: null });
};

/**
 * Puts a rule when the caller sees its place. A rule that says nothing is taken away in every place, because the caller
 * may have lost sight of it since.
 */
const ruled = async <R extends NotificationRule>(
  sent: R,
  now: Instant,
  seen: TaskEither<NotVisible | QueryFailure, unknown>,
  put: (rule: R) => TaskEither<PersonalUnavailable | TooManyRules, Settings>,
): Outcome => {
  const rule = asOf(sent, now);
  if (isLeft(rule)) return rule;
  if (saysNothing(rule.right)) return answered(put(rule.right));
  const place = await seen();
  return isLeft(place) ? left(refusalOf(ruleFailures, place.left)) : answered(put(rule.right));
};

const RULE_SAYS =
  'level null: the place above decides. muted_until null: muted for good. A later moment than in a year is refused, and one that has passed ends the mute. A rule that says nothing takes the former one away.';

export const settingsRoutes = ({
  settings,
  queries,
  now,
}: {
  readonly settings: PersonalSettings;
  readonly queries: Pick<Queries, 'roles' | 'channelVisible'>;
  readonly now: () => Instant;
}): ReadonlyArray<Endpoint> => [
  signedEndpoint(
    {
      name: 'getSettings',
      method: 'GET',
      path: '/me/settings',
      slice,
      says: 'Your settings on all devices, and the rules of your notifications.',
      answer: ok('Your settings.', Settings),
    },
    codesOf(personalFailures),
    async ({ viewer }) => {
      const view = await settings.of(viewer.userId)();
      return isLeft(view) ? left(refusalOf(personalFailures, view.left)) : right({ body: view.right.settings });
    },
  ),
  signedEndpoint(
    {
      name: 'changeSettings',
      method: 'PATCH',
      path: '/me/settings',
      slice,
      says: 'Changes the settings that it names. Your own devices are told.',
      limits,
      body: within(ORDER_BODY_BYTES_MAX, SettingsBody),
      answer,
    },
    codesOf(personalFailures),
    ({ viewer, body }) => answered(settings.change(viewer.userId, body)),
  ),
  signedEndpoint(
    {
      name: 'putGuildRule',
      method: 'PUT',
      path: '/me/notifications/guilds/{guild_id}',
      slice,
      says: `Says which messages of a guild notify you. ${RULE_SAYS}`,
      params: { guild_id: id(GuildId) },
      limits,
      body: within(SMALL_BODY_BYTES_MAX, GuildRuleBody),
      answer,
    },
    codesOf(ruleFailures),
    ({ viewer, atLeast, params: { guild_id: guildId }, body }) =>
      ruled(body, now(), queries.roles({ viewer, atLeast, guildId }), (rule) =>
        settings.putRule(viewer.userId, { kind: 'guild', guildId, rule }),
      ),
  ),
  signedEndpoint(
    {
      name: 'putChannelRule',
      method: 'PUT',
      path: '/me/notifications/channels/{channel_id}',
      slice,
      says: `Says which messages of a channel or a category notify you. ${RULE_SAYS}`,
      params: { channel_id: id(ChannelId) },
      limits,
      body: within(SMALL_BODY_BYTES_MAX, ChannelRuleBody),
      answer,
    },
    codesOf(ruleFailures),
    ({ viewer, atLeast, params: { channel_id: channelId }, body }) =>
      ruled(body, now(), queries.channelVisible({ viewer, atLeast, channelId }), (rule) =>
        settings.putRule(viewer.userId, { kind: 'channel', channelId, rule }),
      ),
  ),
];
