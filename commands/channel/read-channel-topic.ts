import { type Either, right } from 'fp-ts/lib/Either.js';
import type { TopicInvalid } from '#domain/channel/rejections.ts';
import { ChannelTopic } from '#domain/channel/values.ts';
import { readText } from '#domain/kernel/text.ts';

const readTopic = readText(ChannelTopic, (why): TopicInvalid => ({ kind: 'TopicInvalid', why }));

/** Reads the topic of a change. An empty topic is none, and `undefined` leaves the topic as it is. */
export const readChannelTopic = (
  topic: string | null | undefined,
): Either<TopicInvalid, ChannelTopic | null | undefined> =>
  topic === undefined ? right(undefined) : topic === null || topic === '' ? right(null) : readTopic(topic);
