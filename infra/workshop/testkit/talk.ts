/** The messages of a large community. They are the same every time and are spread over many channels. */
import type { DomainEvent } from '#domain/event-catalog.ts';
import {
  channelStream,
  guildStream,
  memberStream,
  messageStream,
  type StreamName,
  userStream,
} from '#domain/kernel/stream.ts';
import {
  brought,
  channel,
  channelCreated,
  edited,
  guild,
  guildCreated,
  imported,
  listed,
  message,
  reacted,
  sent,
  user,
} from '#infra/workshop/testkit/community-events.ts';

export const CHANNELS = 20;
export const AUTHORS = 500;
const WORDS = 'the quick brown fox jumps over the lazy dog while nobody looks at what it says'.split(' ');

const textOf = (n: number): string =>
  Array.from({ length: 3 + (n % 18) }, (_, at) => WORDS[(n * 7 + at * 3) % WORDS.length]).join(' ');

/**
 * Returns the channel of a message. The first channel has as many messages as the second and third together, and so on.
 */
export const channelOf = (n: number): number => 1 + Math.floor(CHANNELS ** ((n * 0.618_034) % 1) - 1);

type Written = { readonly stream: StreamName; readonly events: readonly [DomainEvent, ...DomainEvent[]] };

/** Yields a community and then its messages. In a hundred messages, five are edited and ten get a reaction. */
export function* talk(messages: number): Generator<Written> {
  const home = guild(1);
  yield { stream: userStream(user(1)), events: [imported(user(1), 'author 1')] };
  const channels = Array.from({ length: CHANNELS }, (_, n) => channel(n + 1));
  const [first, ...rest] = channels.map((id) => listed(home, id));
  if (first === undefined) return;
  yield { stream: guildStream(home), events: [guildCreated(home, user(1)), first, ...rest] };
  for (const id of channels) yield { stream: channelStream(id), events: [channelCreated(home, id)] };
  for (let n = 2; n <= AUTHORS; n++) {
    yield { stream: userStream(user(n)), events: [imported(user(n), `author ${n}`)] };
    yield { stream: memberStream(home, user(n)), events: [brought(home, user(n))] };
  }
  for (let n = 1; n <= messages; n++) {
    const general = { guildId: home, channelId: channel(channelOf(n)) };
    const id = message(n);
    const later: DomainEvent[] = [];
    if (n % 20 === 0) later.push(edited(general, id, textOf(n + 1)));
    if (n % 10 === 0) later.push(reacted(general, id, user(1 + (n % AUTHORS)), '👍'));
    yield { stream: messageStream(id), events: [sent(general, id, user(1 + (n % AUTHORS)), textOf(n)), ...later] };
  }
}
