/** Builds a log full of messages, sealed as the product seals them. */
import * as E from 'fp-ts/lib/Either.js';
import { NO_STREAM } from '#commands/ports/event-store.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { createSealer } from '#infra/keys/sealing/sealing.ts';
import { openVault } from '#infra/keys/vault/open-vault.ts';
import { openPostgresEventLog } from '#infra/log/postgres/postgres-event-log.ts';
import { createSealedEventStore, type SealedEventStore } from '#infra/log/sealing/sealed-event-store.ts';
import { talk } from '#infra/workshop/testkit/talk.ts';

/** Appends under way at once, which the writer joins into one statement. */
const IN_FLIGHT = 512;
export type SpokenLog = SealedEventStore & { readonly events: number; readonly close: () => Promise<void> };

/** Writes the messages through the product's own store, which seals every text and waits for every commit. */
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
