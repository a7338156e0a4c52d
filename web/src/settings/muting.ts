/** Changes the notification rule of a guild, a category or a channel. */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { GuildRule, NotificationRule } from '#gateway/protocol/settings.ts';
import type { Client } from '#web/client/client.ts';
import { settingsRequests } from '#web/settings/requests.ts';
import { settings } from '#web/settings/words/settings-words.ts';
import type { FailureToast, ShowToast } from '#web/ui/toasts.tsx';
import { problemSaid } from '#web/words/problems.ts';

/** Place that a rule is about. */
export type RuledPlace =
  | { readonly kind: 'guild'; readonly id: GuildId }
  | { readonly kind: 'channel'; readonly id: ChannelId };

const NO_RULE: GuildRule = {
  level: null,
  muted: false,
  muted_until: null,
  suppress_everyone: false,
  suppress_roles: false,
};

/** Answers the rule that the user gave a place. A channel suppresses nothing by itself. */
export const ruleOf = ({ state }: Pick<Client, 'state'>, place: RuledPlace): GuildRule => {
  const { guild_rules, channel_rules } = state().settings;
  const rule: Partial<GuildRule> | undefined =
    place.kind === 'guild'
      ? guild_rules.find(({ guild_id }) => guild_id === place.id)
      : channel_rules.find(({ channel_id }) => channel_id === place.id);
  const { level, muted, muted_until, suppress_everyone, suppress_roles } = { ...NO_RULE, ...rule };
  return { level, muted, muted_until, suppress_everyone, suppress_roles };
};

/** Puts a rule with these changes. Answers false when the server refused, which is told. */
export const putRule = async (
  screen: { readonly client: Client; readonly complain: FailureToast },
  place: RuledPlace,
  change: Partial<GuildRule>,
): Promise<boolean> => {
  const requests = settingsRequests(screen.client.api);
  const { suppress_everyone, suppress_roles, ...rule } = { ...ruleOf(screen.client, place), ...change };
  const plain: NotificationRule = rule;
  const answer = await (place.kind === 'guild'
    ? requests.putGuildRule(place.id, { ...plain, suppress_everyone, suppress_roles })
    : requests.putChannelRule(place.id, plain));
  if (isLeft(answer)) screen.complain(settings.rules.notKept(await problemSaid(answer.left)));
  return !isLeft(answer);
};

/** Mutes a place for good, or ends its mute. The toast leads to a shorter time. */
export const mute = async (
  screen: { readonly client: Client; readonly complain: FailureToast; readonly toast: ShowToast },
  place: RuledPlace,
  name: string,
  { on, choose }: { readonly on: boolean; readonly choose: () => void },
): Promise<void> => {
  if (!(await putRule(screen, place, { muted: on, muted_until: null }))) return;
  const action = { name: settings.rules.chooseTime, run: choose };
  if (on) screen.toast({ text: settings.rules.muted(name), tone: 'plain', action });
  else screen.toast({ text: settings.rules.unmuted(name), tone: 'plain' });
};
