/** Bytes and time of `ready` for a member of 20 guilds with 100 channels and 50 roles each. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { instantOf } from '#domain/kernel/instant.ts';
import { frameBytes } from '#gateway/dispatch/frame-bytes.ts';
import { encodeServerFrame } from '#gateway/protocol/envelope.ts';
import { FIRST_SETTINGS } from '#gateway/protocol/settings.ts';
import { presentReady } from '#gateway/ws/greet.ts';
import {
  channel,
  channelCreated,
  guild,
  guildCreated,
  joined,
  listed,
  registered,
  session,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { forRole, overwriteSet, role, roleCreated, roleGiven } from '#infra/workshop/testkit/governance-events.ts';
import { readSide } from '#infra/workshop/testkit/read-side.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import type { ReadyView } from '#queries/queries.ts';
import type { Measure } from '../report.ts';
import { median } from './quantile.ts';

const GUILDS = 20;
const CHANNELS = 100;
const ROLES = 50;
const ROUNDS = 30;

/**
 * The values of the snapshot, each once, without names of fields and without ids that a place already says. The signs of a
 * channel follow from roles and overwrites, so they are no bare facts.
 */
const bareFacts = ({ me, guilds }: ReadyView): ReadonlyArray<unknown> => [
  Object.values(me),
  guilds.map(({ guild: one, permissions, roles, member, channels }) => [
    Object.values(one),
    permissions,
    roles.map(({ guildId: _, ...facts }) => Object.values(facts)),
    Object.values(member),
    [...Map.groupBy(channels, (each) => each.permissions)].map(([same, together]) => [
      same,
      together.map(({ guildId: _, permissions: __, isPrivate: ___, isLocked: ____, ...facts }) => Object.values(facts)),
    ]),
  ]),
];

export const readyOfGovernedGuilds = async (): Promise<ReadonlyArray<Measure>> => {
  const side = await readSide();
  try {
    const { write } = side.log;
    const [owner, viewer] = [user(1), user(2)];
    for (const [n, id] of [owner, viewer].entries()) write(registered(id, `person ${n}`));
    for (let g = 1; g <= GUILDS; g += 1) {
      const at = guild(g);
      write(guildCreated(at, owner));
      write(joined(at, viewer));
      for (let r = 1; r <= ROLES; r += 1) write(roleCreated(at, role(g * ROLES + r), ['manage_messages', 'speak']));
      for (const r of [1, 2, 3]) write(roleGiven(at, viewer, role(g * ROLES + r)));
      for (let c = 1; c <= CHANNELS; c += 1) {
        const id = channel(g * CHANNELS + c);
        write(listed(at, id));
        write(channelCreated(at, id));
        if (c % 10 === 0) write(overwriteSet(at, id, forRole(role(g * ROLES + 1)), { deny: ['send_messages'] }));
      }
    }
    await side.rebuild(guildDirectory);
    const ask = async () => {
      const began = performance.now();
      const answer = await side.queries.ready({
        viewer: { userId: viewer, sessionId: session(1) },
        atLeast: undefined,
      })();
      if (isLeft(answer)) throw new Error(`no snapshot: ${JSON.stringify(answer.left)}`);
      const { value } = answer.right;
      const d = {
        ...presentReady(
          { ...value, unread: [], followed: [], settings: FIRST_SETTINGS, seen: { presences: [] } },
          instantOf(Date.now()),
        ),
        resume_token: 'a token',
      };
      const { length } = frameBytes(encodeServerFrame({ t: 'ready', d }));
      return { length, value, ms: performance.now() - began };
    };
    const cold = await ask();
    const warm: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) warm.push((await ask()).ms);
    const of = `ready of ${GUILDS} guilds of ${CHANNELS} channels and ${ROLES} roles`;
    const facts = Buffer.byteLength(JSON.stringify(bareFacts(cold.value)));
    return [
      { name: `${of}, bytes`, value: cold.length, unit: 'bytes' },
      { name: `${of}, of the bare facts`, value: cold.length / facts, unit: 'x', bar: { at: 'most', value: 2 } },
      { name: `${of}, first time`, value: cold.ms, unit: 'ms' },
      { name: `${of}, median`, value: median(warm), unit: 'ms' },
    ];
  } finally {
    await side.close();
  }
};
