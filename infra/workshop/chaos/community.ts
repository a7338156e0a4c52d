/** Sets a server up as its owner does: claims it, then creates a guild and a channel. */
import { type Account, field, insist, openSession, type Session } from './poster.ts';
import type { ServerProcess } from './server-process.ts';

const OWNER: Account = { username: 'keeper', password: 'a long enough password' };

/** The owner's session, and the URL of the messages of a channel. */
export type Talk = { readonly session: Session; readonly messages: string; readonly search: string };

export const claim = async (server: ServerProcess): Promise<Session> => {
  const link = await server.cli('owner', 'create', '--json');
  if (link.exitCode !== 0) throw new Error(`no owner link was created: ${link.stderr}`);
  const secret = field(JSON.parse(link.stdout), 'secret');
  const claimed = await insist(`${server.url}/auth/claim`, 'POST', { body: { ...OWNER, secret } });
  return openSession(server.url, OWNER, field(claimed, 'access_token'));
};

export const settle = async (server: ServerProcess): Promise<Talk> => {
  const session = await claim(server);
  const token = session.token();
  const guild = field(await insist(`${server.url}/guilds`, 'POST', { token, body: { name: 'Chaos' } }), 'guild_id');
  const made = await insist(`${server.url}/guilds/${guild}/channels`, 'POST', {
    token,
    body: { name: 'storm', kind: 'text' },
  });
  // A ready server has applied the new channel, so a read finds it.
  await server.ready();
  return {
    session,
    messages: `${server.url}/channels/${field(made, 'channel_id')}/messages`,
    search: `${server.url}/guilds/${guild}/search`,
  };
};
