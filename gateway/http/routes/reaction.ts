import type { Commands } from '#commands/commands.ts';
import { done, type Endpoint, perUser } from '#gateway/http/endpoint.ts';
import { command } from '#gateway/http/route-kinds.ts';
import { atMessage, messageOf } from '#gateway/http/routes/addresses.ts';
import { reactRefusals, unreactRefusals } from '#gateway/present/message.ts';
import { text } from '#gateway/protocol/wire.ts';

const slice = 'message';
/** Parameters of a reaction. The length of the emoji is bounded here, and the domain decides whether it is one. */
const params = { ...atMessage, emoji: text({ min: 1, max: 256 }) };

export const reactionRoutes = (deps: {
  readonly commands: Pick<Commands, 'addReaction' | 'removeReaction'>;
}): ReadonlyArray<Endpoint> => [
  command({
    name: 'addReaction',
    method: 'PUT',
    path: '/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/me',
    slice,
    says: 'Reacts to a message. Doing it again is no error. Needs add_reactions.',
    params,
    limits: [perUser('message_changes_per_user')],
    run: ({ attempt, params: at }) => deps.commands.addReaction({ ...attempt, ...messageOf(at), emoji: at.emoji }),
    refuse: reactRefusals,
    answer: done('The message has your reaction.'),
  }),
  command({
    name: 'removeReaction',
    method: 'DELETE',
    path: '/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/me',
    slice,
    says: 'Removes a reaction of your own. Doing it again is no error.',
    params,
    limits: [perUser('message_changes_per_user')],
    run: ({ attempt, params: at }) => deps.commands.removeReaction({ ...attempt, ...messageOf(at), emoji: at.emoji }),
    refuse: unreactRefusals,
    answer: done('The message no longer has your reaction.'),
  }),
];
