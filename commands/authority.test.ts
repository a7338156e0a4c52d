import { expect } from 'chai';
import type { MadeChannel, MadeGuild } from '#commands/commands.ts';
import { STORE_AWAY, whileAway } from '#infra/workshop/testkit/away.ts';
import {
  accepted,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

describe('authority', () => {
  let side: TestWriteSide;
  let ann: Person;
  let place: { readonly guildId: MadeGuild['guildId']; readonly channelId: MadeChannel['channelId'] };
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
    const { guildId } = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
    const { channelId } = await accepted(
      side.commands.createChannel({ ...side.by(ann), guildId, name: 'news', channelKind: 'text' }),
    );
    place = { guildId, channelId };
  });

  for (const prefix of ['guild-', 'member-'])
    it(`in a guild is not granted while the streams ${prefix}… are away`, async () => {
      const { commands } = whileAway(side, prefix);
      expect(await refusal(commands.renameGuild({ ...side.by(ann), ...place, name: 'renamed' }))).to.deep.equal(
        STORE_AWAY,
      );
    });
  for (const prefix of ['guild-', 'member-', 'channel-'])
    it(`in a channel is not granted while the streams ${prefix}… are away`, async () => {
      const { commands } = whileAway(side, prefix);
      const saying = commands.sendMessage({ ...side.by(ann), ...place, content: 'hello', replyTo: null });
      expect(await refusal(saying)).to.deep.equal(STORE_AWAY);
    });
});
