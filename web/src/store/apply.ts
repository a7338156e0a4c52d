/**
 * The one reducer of the client, composed of one file a slice. It is pure and knows neither Solid nor the DOM, so that
 * tests of the server can compare the state of a resumed client with that of a fresh one.
 *
 * A dispatch that is applied twice leaves the same state as once.
 */

import type { FactsOf, Input, InputName, InputOf } from '#web/store/inputs.ts';
import { channelHandlers } from '#web/store/slices/channel.ts';
import { guildHandlers } from '#web/store/slices/guild.ts';
import { memberHandlers } from '#web/store/slices/member.ts';
import { messageHandlers } from '#web/store/slices/message.ts';
import { outboxHandlers } from '#web/store/slices/outbox.ts';
import type { Handlers } from '#web/store/slices/parts.ts';
import { presenceHandlers } from '#web/store/slices/presence.ts';
import { roleHandlers } from '#web/store/slices/role.ts';
import { searchHandlers } from '#web/store/slices/search.ts';
import { sessionHandlers } from '#web/store/slices/session.ts';
import { settingsHandlers } from '#web/store/slices/settings.ts';
import { threadHandlers } from '#web/store/slices/thread.ts';
import { unreadHandlers } from '#web/store/slices/unread.ts';
import type { ClientState } from '#web/store/state.ts';

const handlers: Handlers<InputName> = {
  ...sessionHandlers,
  ...guildHandlers,
  ...roleHandlers,
  ...channelHandlers,
  ...messageHandlers,
  ...memberHandlers,
  ...presenceHandlers,
  ...searchHandlers,
  ...outboxHandlers,
  ...unreadHandlers,
  ...settingsHandlers,
  ...threadHandlers,
};

const run = <N extends InputName>(state: ClientState, input: InputOf<N>): ClientState => {
  const handler: (state: ClientState, facts: FactsOf<N>) => ClientState = handlers[input.t];
  return handler(state, input.d);
};
export const apply = (state: ClientState, input: Input): ClientState => run(state, input);
