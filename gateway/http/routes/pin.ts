import type { Commands } from '#commands/commands.ts';
import { done, type Endpoint, ok, perUser } from '#gateway/http/endpoint.ts';
import { command, question } from '#gateway/http/route-kinds.ts';
import { atMessage, channelOf, inChannel, messageOf } from '#gateway/http/routes/addresses.ts';
import { pinMessageRefusals, presentAuthored, unpinMessageRefusals } from '#gateway/present/message.ts';
import { PinList } from '#gateway/protocol/resources.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'message';

export const pinRoutes = (deps: {
  readonly commands: Pick<Commands, 'pinMessage' | 'unpinMessage'>;
  readonly queries: Pick<Queries, 'pinnedMessages'>;
}): ReadonlyArray<Endpoint> => [
  command({
    name: 'pinMessage',
    method: 'PUT',
    path: '/channels/{channel_id}/messages/{message_id}/pin',
    slice,
    says: 'Pins a message. Doing it again is no error. Needs manage_messages.',
    params: atMessage,
    limits: [perUser('message_changes_per_user')],
    run: ({ attempt, params }) => deps.commands.pinMessage({ ...attempt, ...messageOf(params) }),
    refuse: pinMessageRefusals,
    answer: done('The message is pinned.'),
  }),
  command({
    name: 'unpinMessage',
    method: 'DELETE',
    path: '/channels/{channel_id}/messages/{message_id}/pin',
    slice,
    says: 'Takes the pin of a message away. Doing it again is no error. Needs manage_messages.',
    params: atMessage,
    limits: [perUser('message_changes_per_user')],
    run: ({ attempt, params }) => deps.commands.unpinMessage({ ...attempt, ...messageOf(params) }),
    refuse: unpinMessageRefusals,
    answer: done('The message is not pinned.'),
  }),
  question({
    name: 'listPins',
    method: 'GET',
    path: '/channels/{channel_id}/pins',
    slice,
    says: 'The pinned messages of a channel, the newest pin first. Needs read_message_history.',
    params: inChannel,
    ask: ({ params, ...asked }) => deps.queries.pinnedMessages({ ...asked, ...channelOf(params) }),
    answer: ok('The pinned messages.', PinList),
    present: (messages) => ({ messages: messages.map(presentAuthored) }),
  }),
];
