import { expect } from 'chai';
import { channel, channelId, entry, guild, guildId, user } from '#infra/workshop/testkit/client-world.ts';
import { apply } from '#web/store/apply.ts';
import type { Input } from '#web/store/inputs.ts';
import { type Loss, lossOf } from '#web/store/losses.ts';
import { INITIAL } from '#web/store/state.ts';

const from = (...inputs: ReadonlyArray<Input>) => inputs.reduce(apply, INITIAL);
const arrival: Input = { t: 'guild_create', d: entry(guild(1), [channel(1), channel(2)]) };
const deletion: Loss = {
  guild_id: guildId(1),
  channel_id: channelId(1),
  cause: 'channel_deleted',
  by: user(2),
  reason: null,
};
const kick: Loss = { ...deletion, channel_id: null, cause: 'kicked', reason: 'too loud' };
const at = { guildId: guildId(1), channelId: channelId(1) };

describe('a loss', () => {
  it('is the reason of the server for the channel that is gone', () => {
    const state = from(
      arrival,
      { t: 'access_lost', d: deletion },
      { t: 'channel_delete', d: { guild_id: guildId(1), channel_id: channelId(1) } },
    );
    expect(lossOf(state, at)).to.deep.equal(deletion);
    expect(lossOf(state, { ...at, channelId: channelId(2) })).to.equal(null);
  });

  it('is that of the guild for every channel of a guild that is gone', () => {
    const state = from(
      arrival,
      { t: 'access_lost', d: kick },
      { t: 'guild_delete', d: { guild_id: guildId(1), removed: true } },
    );
    expect(lossOf(state, at)).to.deep.equal(kick);
  });

  it('is forgotten when the guild or the channel comes back', () => {
    const lost = from(arrival, { t: 'access_lost', d: deletion }, { t: 'access_lost', d: kick });
    expect(apply(lost, { t: 'channel_create', d: { channel: channel(1) } }).losses).to.deep.equal({
      [guildId(1)]: kick,
    });
    expect(apply(lost, arrival).losses).to.deep.equal({});
  });
});
