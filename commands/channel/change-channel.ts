import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { changeInSight } from '#commands/channel/change-in-sight.ts';
import { readChannelName } from '#commands/channel/read-channel-name.ts';
import { readChannelTopic } from '#commands/channel/read-channel-topic.ts';
import type { Commands } from '#commands/commands.ts';
import type { WantedEvent } from '#commands/machine/attempts.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import type { ChangeChannel } from '#domain/channel/commands.ts';
import { decideChangeChannel } from '#domain/channel/decide.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import type { ChannelNameInvalid, TopicInvalid } from '#domain/channel/rejections.ts';

type Facts = Omit<ChangeChannel, 'authority'>;

const read = (intent: Parameters<Commands['changeChannel']>[0]): Either<ChannelNameInvalid | TopicInvalid, Facts> => {
  const name = intent.name === undefined ? right(undefined) : readChannelName(intent.name);
  if (isLeft(name)) return name;
  const topic = readChannelTopic(intent.topic);
  if (isLeft(topic)) return topic;
  return right({ name: name.right, topic: topic.right, slowModeSecs: intent.slowModeSecs });
};

const wantedFor = ({ name, topic, slowModeSecs }: Facts): ReadonlyArray<WantedEvent<ChannelEvent>> => [
  ...(name === undefined ? [] : [{ type: 'channel.renamed', facts: { name } } as const]),
  ...(topic === undefined ? [] : [{ type: 'channel.topic-changed', facts: { topic } } as const]),
  ...(slowModeSecs === undefined
    ? []
    : [{ type: 'channel.slow-mode-changed', facts: { secs: slowModeSecs } } as const]),
];

export const changeChannel =
  (can: Capabilities): Commands['changeChannel'] =>
  (intent) =>
    pipe(
      TE.fromEither(read(intent)),
      TE.flatMap((facts) =>
        changeInSight(can)(intent, wantedFor(facts), ({ authority, state }) =>
          decideChangeChannel({ ...facts, authority }, state),
        ),
      ),
      TE.map(receiptOf),
    );
