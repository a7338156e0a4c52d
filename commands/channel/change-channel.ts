import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { changeInSight } from '#commands/channel/change-in-sight.ts';
import { readChannelName } from '#commands/channel/read-channel-name.ts';
import { readChannelTopic } from '#commands/channel/read-channel-topic.ts';
import { readTags } from '#commands/channel/read-tags.ts';
import type { Commands } from '#commands/commands.ts';
import type { WantedEvent } from '#commands/machine/attempts.ts';
import { originOf } from '#commands/machine/origin.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import type { ChangeChannel } from '#domain/channel/commands.ts';
import { decideChangeChannel } from '#domain/channel/decide.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import type { ChannelNameInvalid, TagsInvalid, TopicInvalid } from '#domain/channel/rejections.ts';

type Facts = Omit<ChangeChannel, 'authority' | 'forum'>;
type Intent = Parameters<Commands['changeChannel']>[0];

const read = (
  { ids }: Capabilities,
  intent: Intent,
): Either<ChannelNameInvalid | TopicInvalid | TagsInvalid, Facts> => {
  const name = intent.name === undefined ? right(undefined) : readChannelName(intent.name);
  if (isLeft(name)) return name;
  const topic = readChannelTopic(intent.topic);
  if (isLeft(topic)) return topic;
  const newTag = (place: number) =>
    ids.entityId(intent.commandId, `${originOf(intent).actor} ${intent.channelId} ${place}`, 'TagId');
  const tags = intent.tags === undefined ? right(undefined) : readTags(intent.tags, newTag);
  if (isLeft(tags)) return tags;
  const { slowModeSecs, tagRequired, tagIds } = intent;
  return right({ name: name.right, topic: topic.right, slowModeSecs, tags: tags.right, tagRequired, tagIds });
};

const wantedFor = ({
  name,
  topic,
  slowModeSecs,
  tags,
  tagRequired,
  tagIds,
}: Facts): ReadonlyArray<WantedEvent<ChannelEvent>> => [
  ...(name === undefined ? [] : [{ type: 'channel.renamed', facts: { name } } as const]),
  ...(topic === undefined ? [] : [{ type: 'channel.topic-changed', facts: { topic } } as const]),
  ...(slowModeSecs === undefined
    ? []
    : [{ type: 'channel.slow-mode-changed', facts: { secs: slowModeSecs } } as const]),
  ...(tags === undefined ? [] : [{ type: 'channel.tags-set', facts: { tags } } as const]),
  ...(tagRequired === undefined
    ? []
    : [{ type: 'channel.tag-requirement-set', facts: { required: tagRequired } } as const]),
  ...(tagIds === undefined ? [] : [{ type: 'channel.post-tagged', facts: { tagIds } } as const]),
];

export const changeChannel =
  (can: Capabilities): Commands['changeChannel'] =>
  (intent) =>
    pipe(
      TE.fromEither(read(can, intent)),
      TE.flatMap((facts) =>
        changeInSight(can)(intent, wantedFor(facts), ({ authority, paced, state }) =>
          decideChangeChannel({ ...facts, forum: paced, authority }, state),
        ),
      ),
      TE.map(receiptOf),
    );
