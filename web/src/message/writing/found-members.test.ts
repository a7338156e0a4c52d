import { expect } from 'chai';
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { createRoot, createSignal } from 'solid-js';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Member } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { type FoundMembers, foundMembers } from '#web/message/writing/found-members.ts';

const GUILD = '1'.repeat(26) as GuildId;
const OTHER = '3'.repeat(26) as GuildId;
const tessel = { user: { user_id: '2'.repeat(26) as UserId, username: 'tessel' }, nickname: null } as Member;

/** Finds members in a guild whose roster is complete or not. `pass` ends the pause. */
const staged = (
  complete: boolean,
  answer: () => Promise<Either<unknown, unknown>> = async () => right({ members: [tessel] }),
) => {
  const asked: string[] = [];
  let pause: (() => void) | undefined;
  const client = {
    state: () => {
      const roster = { complete, freshness: 'fresh', members: [] };
      return { rosters: { [GUILD]: roster, [OTHER]: roster } };
    },
    platform: {
      later: (_: number, work: () => void) => {
        pause = work;
        return () => {
          pause = undefined;
        };
      },
    },
    api: {
      membersNamed: (_: GuildId, name: string) => {
        asked.push(name);
        return answer();
      },
    },
  } as unknown as Pick<Client, 'api' | 'platform' | 'state'>;
  const [guild, goTo] = createSignal(GUILD);
  const found: FoundMembers = createRoot(() => foundMembers(client, guild));
  const pass = async (): Promise<void> => {
    pause?.();
    pause = undefined;
    await Promise.resolve();
    await Promise.resolve();
  };
  return { asked, found, goTo, pass };
};

describe('the members that the server finds', () => {
  it('are asked for once the user pauses, by the last letters only', async () => {
    const { asked, found, pass } = staged(false);
    for (const typed of ['t', 'te', 'tes']) found.find(typed);
    expect(asked).to.deep.equal([]);
    await pass();
    expect(asked).to.deep.equal(['tes']);
    expect(found.members()).to.deep.equal([tessel]);
  });

  it('are asked for once a name, and again after a failure', async () => {
    let fails = true;
    const { asked, found, pass } = staged(false, async () => {
      const answer = fails ? left({ code: 'unavailable' }) : right({ members: [tessel] });
      fails = false;
      return answer;
    });
    for (let time = 1; time <= 3; time += 1) {
      found.find('tes');
      await pass();
    }
    expect(asked).to.deep.equal(['tes', 'tes']);
    expect(found.members()).to.have.length(1);
  });

  it('are those of the present guild, also when the answer comes after a move to another one', async () => {
    const { asked, found, goTo, pass } = staged(false);
    found.find('tes');
    await pass();
    goTo(OTHER);
    expect(found.members()).to.deep.equal([]);
    found.find('tes');
    const passing = pass();
    goTo(GUILD);
    await passing;
    goTo(OTHER);
    expect(found.members()).to.deep.equal([tessel]);
    goTo(GUILD);
    found.find('tes');
    await pass();
    expect(found.members()).to.deep.equal([tessel]);
    expect(asked).to.deep.equal(['tes', 'tes']);
  });

  it('are asked for again after many other questions, so that no list grows without end', async () => {
    const { asked, found, pass } = staged(false);
    for (const typed of ['tes', ...Array.from({ length: 20 }, (_, n) => `name ${n}`), 'tes']) {
      found.find(typed);
      await pass();
    }
    expect(asked.filter((name) => name === 'tes')).to.have.length(2);
  });

  it('are not asked for when the roster holds all members, and not by an empty or endless name', async () => {
    const whole = staged(true);
    whole.found.find('tes');
    await whole.pass();
    const part = staged(false);
    for (const typed of ['', '  ', 'x'.repeat(33)]) {
      part.found.find(typed);
      await part.pass();
    }
    expect([...whole.asked, ...part.asked]).to.deep.equal([]);
  });
});
