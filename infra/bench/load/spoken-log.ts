/** A log full of talk, sealed as the product seals it, for benches of what is read of it. */
import * as E from 'fp-ts/lib/Either.js';
import { NO_STREAM } from '#commands/ports/event-store.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import {
  channelStream,
  guildStream,
  memberStream,
  messageStream,
  type StreamName,
  userStream,
} from '#domain/kernel/stream.ts';
import { createSealer } from '#infra/crypto/sealing.ts';
import { openPostgresEventLog } from '#infra/eventstore/postgres/postgres-event-log.ts';
import { createSealedEventStore, type SealedEventStore } from '#infra/eventstore/sealed-event-store.ts';
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
} from '#infra/testkit/told-community.ts';
import { openVault } from '#infra/vault/open-vault.ts';

export const CHANNELS = 20;
export const AUTHORS = 500;
/** Appends under way at once: what the writer joins into one statement. */
const IN_FLIGHT = 512;
const WORDS = 'the quick brown fox jumps over the lazy dog while nobody looks at what it says'.split(' ');

export type SpokenLog = SealedEventStore & { readonly events: number; readonly close: () => Promise<void> };

const textOf = (n: number): string =>
  Array.from({ length: 3 + (n % 18) }, (_, at) => WORDS[(n * 7 + at * 3) % WORDS.length]).join(' ');

/** How messages spread over the channels: the first has as many as the second and third together, and so on. */
const channelOf = (n: number): number => 1 + Math.floor(CHANNELS ** ((n * 0.618_034) % 1) - 1);

type Written = { readonly stream: StreamName; readonly events: readonly [DomainEvent, ...DomainEvent[]] };

/** A community, then its messages; of a hundred, five are edited and ten get a reaction. */
function* talk(messages: number): Generator<Written> {
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
    const place = { guildId: home, channelId: channel(channelOf(n)) };
    const id = message(n);
    const later: DomainEvent[] = [];
    if (n % 20 === 0) later.push(edited(place, id, textOf(n + 1)));
    if (n % 10 === 0) later.push(reacted(place, id, user(1 + (n % AUTHORS)), '👍'));
    yield { stream: messageStream(id), events: [sent(place, id, user(1 + (n % AUTHORS)), textOf(n)), ...later] };
  }
}

/** Writes the talk through the product's own store, which seals every text and waits for every commit. */
export const spokenLog = async (url: string, messages: number): Promise<SpokenLog> => {
  const vault = await openVault({ connectionString: url });
  const log = await openPostgresEventLog({ connection: { connectionString: url }, writer: true });
  const { store, feed } = createSealedEventStore({
    log,
    sealer: createSealer({ content: vault.contentKeys, user: vault.userKeys }),
  });
  let events = 0;
  const at = Date.UTC(2026, 0, 1);
  const eventId = () => {
    events++;
    return `00000000-0000-7000-8000-${events.toString(16).padStart(12, '0')}` as EventId;
  };
  const metadata = () => ({
    actor: 'operator:bench',
    correlation: 'bench',
    causation: 'bench',
    time: instantOf(at + events),
  });
  const source = talk(messages);
  const write = async () => {
    for (const {
      stream,
      events: [first, ...rest],
    } of source) {
      const recorded = (event: DomainEvent) => ({ eventId: eventId(), event, metadata: metadata() });
      const outcome = await store.append(stream, NO_STREAM, [recorded(first), ...rest.map(recorded)])();
      if (E.isLeft(outcome)) throw new Error(`an append was refused: ${outcome.left.kind}`);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, write));
  return {
    store,
    feed,
    events,
    close: async () => {
      await log.close();
      await vault.close();
    },
  };
};
