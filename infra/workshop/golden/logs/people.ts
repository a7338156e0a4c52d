/** Registers the users of a stored log, logs them in, and ends their sessions in every way that a session can end. */
import { accepted, type House, type Person, tried } from './house.ts';

export const PASSWORD = 'correct horse battery staple';
const HOUR_MS = 60 * 60_000;
const SESSIONS_BEYOND_THE_LIMIT = 22;

const credentials = (username: string) => ({ username, password: PASSWORD });

export const logIn = (house: House, username: string, device = 'a browser'): Promise<Person> =>
  accepted(house.commands.login({ ...house.anonymous(), ...credentials(username), device }));

export const register = async (house: House, username: string, invite?: string): Promise<Person> => {
  await accepted(house.commands.register({ ...house.anonymous(), ...credentials(username), invite }));
  return logIn(house, username);
};

/** Registers the first user, who claims the server with the owner link. */
export const claim = async (house: House, username: string): Promise<Person> => {
  const secret = await house.ownerSecret();
  return accepted(
    house.commands.claimOwnership({ ...house.anonymous(), ...credentials(username), secret, device: 'a phone' }),
  );
};

/** Stops a registration halfway, and registers the same name again later. The name is free again by then. */
export const abandonName = async (house: House, username: string): Promise<Person> => {
  house.failNext('account.registered');
  await tried(house.commands.register({ ...house.anonymous(), ...credentials(username), invite: undefined }));
  house.passTime(2 * HOUR_MS);
  return register(house, username);
};

/** Registers two users at the same moment with an invite of one use. One of them is accepted. */
export const raceForInvite = async (house: House, code: string, names: readonly [string, string]): Promise<void> => {
  const registering = names.map((username) =>
    tried(house.commands.register({ ...house.anonymous(), ...credentials(username), invite: code })),
  );
  await Promise.all(registering);
};

/** Refreshes, logs out, revokes and replays sessions, and pushes old ones out by newer ones. */
export const liveWithSessions = async (house: House, names: ReadonlyArray<string>): Promise<void> => {
  const { commands, by, anonymous, passTime } = house;
  for (const name of names) {
    const refreshed = await logIn(house, name, 'a tablet');
    let { refreshToken } = refreshed;
    for (let times = 0; times < 3; times += 1) {
      passTime(HOUR_MS);
      ({ refreshToken } = await accepted(commands.refreshSession({ ...anonymous(), refreshToken })));
    }
    const copied = await logIn(house, name, 'a stolen laptop');
    await accepted(commands.refreshSession({ ...anonymous(), refreshToken: copied.refreshToken }));
    passTime(HOUR_MS);
    await tried(commands.refreshSession({ ...anonymous(), refreshToken: copied.refreshToken }));
    const leaving = await logIn(house, name, 'a library computer');
    await accepted(commands.logout({ ...anonymous(), refreshToken: leaving.refreshToken }));
    const lost = await logIn(house, name, 'a lost phone');
    await accepted(commands.revokeSession({ ...by(refreshed), target: lost.sessionId }));
  }
  const [busy = ''] = names;
  for (let times = 0; times < SESSIONS_BEYOND_THE_LIMIT; times += 1) {
    passTime(1_000);
    await logIn(house, busy, `device ${times}`);
  }
};
