/** Other gateways: each process whispers about its users, and forgets the users of a process that fell silent. */

import type { Position } from '#domain/kernel/event.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import {
  WHISPER_BYTES_MAX,
  WHISPER_PULSE_MS,
  WHISPER_SILENCE_MAX_MS,
  WHISPERED_GUILDS_MAX,
} from '#gateway/limits/sockets.ts';
import type { UserWhisper, Whisper, Whispers } from '#gateway/ports/whispers.ts';
import type { PresenceMemory } from '#gateway/presence/presence-memory.ts';
import type { Typing } from '#gateway/presence/typing.ts';

export type OtherGateways = {
  readonly typing: (typing: Typing) => void;
  /** Whispers about the users whose facts changed, and the sign of life when it is due. */
  readonly tick: (users: ReadonlyArray<UserId>, now: Instant) => void;
  readonly bye: () => void;
};

type Deps = {
  readonly whispers: Whispers;
  readonly memory: PresenceMemory;
  /** Position up to which this process knows who is in which guild. */
  readonly position: () => Position;
  readonly now: () => Instant;
  readonly typed: (typing: Typing) => void;
};

/** Puts users into whispers that fit. Each user takes far less than one whisper. */
const packed = (users: ReadonlyArray<UserWhisper>, through: string): ReadonlyArray<Whisper> => {
  const packs: Array<Array<UserWhisper>> = [];
  let left = 0;
  for (const user of users) {
    const bytes = Buffer.byteLength(JSON.stringify(user)) + 1;
    if (bytes > left) {
      packs.push([]);
      left = WHISPER_BYTES_MAX;
    }
    packs.at(-1)?.push(user);
    left -= bytes;
  }
  return packs.map((pack) => ({ kind: 'users', through, users: pack }));
};

export const otherGateways = ({ whispers, memory, position, now, typed }: Deps): OtherGateways => {
  const heardAt = new Map<string, number>();
  let pulsedAt = Number.NEGATIVE_INFINITY;

  const facts = (user: UserId): UserWhisper => {
    const { choice, at } = memory.choice(user);
    const guilds = [...memory.guildsOf(user)].slice(0, WHISPERED_GUILDS_MAX);
    const quiet = memory.isQuietHere(user) ? { quiet: true } : {};
    return { user, activity: memory.activityHere(user), choice, at, guilds, ...quiet };
  };
  const tellUsers = (users: ReadonlyArray<UserId>): void => {
    for (const whisper of packed(users.map(facts), String(position()))) whispers.tell(whisper);
  };
  const forget = (process: string): void => {
    heardAt.delete(process);
    memory.lost(process);
  };

  const heard = (whisper: Whisper, process: string): void => {
    if (whisper.kind === 'bye') {
      forget(process);
      return;
    }
    const isNew = !heardAt.has(process);
    heardAt.set(process, millisOf(now()));
    if (whisper.kind === 'typing') typed(whisper);
    else if (whisper.kind === 'users') {
      const through = BigInt(whisper.through);
      for (const user of whisper.users) memory.heard(user, process, through, now());
    }
    // The process was taken for silent, or it is new, so both tell each other all users.
    if (whisper.kind === 'who' || isNew) tellUsers(memory.here());
    if (whisper.kind !== 'who' && isNew) whispers.tell({ kind: 'who' });
  };
  whispers.follow(heard, () => {
    whispers.tell({ kind: 'who' });
    tellUsers(memory.here());
  });

  return {
    typing: ({ channel, user, at }) => whispers.tell({ kind: 'typing', channel, user, at }),
    tick: (users, at) => {
      if (users.length > 0) tellUsers(users);
      const time = millisOf(at);
      for (const [process, last] of heardAt) if (time - last > WHISPER_SILENCE_MAX_MS) forget(process);
      if (time - pulsedAt < WHISPER_PULSE_MS) return;
      pulsedAt = time;
      whispers.tell({ kind: 'pulse' });
    },
    bye: () => whispers.tell({ kind: 'bye' }),
  };
};
