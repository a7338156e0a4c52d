import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import { guildRenamed } from '#web/renaming.ts';
import { speak } from '#web/words/words.ts';

const GUILD = '1'.repeat(26) as GuildId;

describe('the undo of a rename', () => {
  const page = globalThis as { document?: unknown };
  before(async () => {
    page.document = { documentElement: {} };
    await speak('de');
  });
  after(async () => {
    await speak('en');
    delete page.document;
  });

  it('says in the language of the user why it failed', async () => {
    const refused = left({ code: 'missing_permission', detail: 'You lack the permission.' });
    const guild = { guild_id: GUILD, name: 'new' };
    // Only the name of the guild and this one request are asked for.
    const client = {
      state: () => ({ guilds: { [GUILD]: guild } }),
      api: { renameGuild: async () => refused },
    } as unknown as Pick<Client, 'api' | 'state'>;
    const said = await new Promise<string>((complain) =>
      guildRenamed(client, { complain, inform: (_, action) => action?.run() }, GUILD)('old', 'new'),
    );
    expect(said).to.match(/^Der Name ist nicht zurückgesetzt\. \p{Lu}/u);
    expect(said).not.to.contain('You lack');
  });
});
