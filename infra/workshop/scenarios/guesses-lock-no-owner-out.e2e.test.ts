import { expect } from 'chai';
import { parseNetwork } from '#gateway/limits/client-address.ts';
import { RATES } from '#gateway/limits/rates.ts';
import { type Answered, type Api, apiOf, newcomer, PASSWORD } from '#infra/workshop/testkit/api-client.ts';
import { type ServerOptions, startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

const loopback = parseNetwork('127.0.0.0/8');
if (loopback === undefined) throw new Error('127.0.0.0/8 is a network');

const HOME = '203.0.113.9';
const SAME_NETWORK = '203.0.113.200';
const ELSEWHERE = '192.0.2.77';
const STRANGERS = ['198.51.100.1', '198.51.101.1', '198.51.102.1', '198.51.103.1'];
const WRONG = 'wrong but long enough';
/** The rates of logins as they are shipped. */
const SHIPPED = Object.fromEntries(
  Object.entries(RATES).flatMap(([name, { times }]) => (name.startsWith('logins_') ? [[name, times]] : [])),
);

describe('a login', () => {
  let server: TestServer;
  let api: Api;
  const started = async (options: ServerOptions = {}): Promise<void> => {
    server = await startServer({ trustedProxies: [loopback], rates: SHIPPED, ...options });
    api = await apiOf(server.url);
  };
  afterEach(() => server.stop());

  const logIn = (address: string, password: string, headers: Readonly<Record<string, string>> = {}) =>
    api('POST', '/auth/login', {
      body: { username: 'victim', password, refresh_in: 'cookie' },
      headers: { 'X-Forwarded-For': address, ...headers },
    });
  const codeOf = (answer: Answered): string => (answer.status === 200 ? 'in' : answer.code());
  const attack = async (): Promise<ReadonlyArray<string>> => {
    const codes: string[] = [];
    for (const address of STRANGERS)
      for (let guess = 0; guess < 5; guess += 1) codes.push(codeOf(await logIn(address, WRONG)));
    return codes;
  };
  const deviceCookieOf = (answer: Answered): string =>
    answer.headers
      .getSetCookie()
      .flatMap((cookie) => (/^filament_device=/.test(cookie) ? [cookie.split(';', 1)[0] ?? ''] : []))
      .join();

  it('from a network that its user logged in from stays possible while strangers guess', async () => {
    await started();
    await newcomer(api, 'victim');
    expect(codeOf(await logIn(HOME, PASSWORD))).to.equal('in');
    expect(new Set(await attack())).to.deep.equal(new Set(['credentials_wrong']));
    expect(codeOf(await logIn('198.51.104.1', PASSWORD)), 'a stranger is bounded').to.equal('rate_limited');
    expect(codeOf(await logIn(HOME, PASSWORD))).to.equal('in');
    expect(codeOf(await logIn(SAME_NETWORK, PASSWORD))).to.equal('in');
  });

  it('from a device that its user logged in from stays possible in any network, also after a restart', async () => {
    await started();
    await newcomer(api, 'victim');
    const Cookie = deviceCookieOf(await logIn(HOME, PASSWORD));
    await attack();
    expect(codeOf(await logIn(ELSEWHERE, PASSWORD))).to.equal('rate_limited');
    expect(codeOf(await logIn(ELSEWHERE, PASSWORD, { Cookie }))).to.equal('in');
    const invented = Cookie.replace(/=.*/, `=${'A'.repeat(43)}`);
    expect(codeOf(await logIn('192.0.3.1', PASSWORD, { Cookie: invented }))).to.equal('rate_limited');
  });

  it('remembers no device by a name that a client chose', async () => {
    await started();
    await newcomer(api, 'victim');
    const chosen = 'filament_device=chosen';
    const given = deviceCookieOf(await logIn(HOME, PASSWORD, { Cookie: chosen }));
    expect(given).to.match(/^filament_device=[\w-]{43}$/);
    expect(deviceCookieOf(await logIn(HOME, PASSWORD, { Cookie: given }))).to.equal(given);
    await attack();
    expect(codeOf(await logIn(ELSEWHERE, PASSWORD, { Cookie: chosen }))).to.equal('rate_limited');
  });

  it('from a known device is bounded too, and a stranger with the cookie of another account gains nothing', async () => {
    await started();
    await newcomer(api, 'victim');
    const Cookie = deviceCookieOf(await logIn(HOME, PASSWORD));
    const codes: string[] = [];
    for (let guess = 0; guess < 11; guess += 1) codes.push(codeOf(await logIn(ELSEWHERE, WRONG, { Cookie })));
    expect(codes.slice(0, 10)).to.deep.equal(Array.from({ length: 10 }, () => 'credentials_wrong'));
    expect(codes[10]).to.equal('rate_limited');
    await newcomer(api, 'attacker');
    const own = await api('POST', '/auth/login', {
      body: { username: 'attacker', password: PASSWORD, refresh_in: 'cookie' },
      headers: { 'X-Forwarded-For': STRANGERS[0] ?? '' },
    });
    const foreign = deviceCookieOf(own);
    const guesses: string[] = [];
    for (let guess = 0; guess < 6; guess += 1)
      guesses.push(codeOf(await logIn(STRANGERS[0] ?? '', WRONG, { Cookie: foreign })));
    expect(guesses.at(-1)).to.equal('rate_limited');
  });

  it('is refused after as many guesses whether its account exists or not, also to a neighbour of its user', async () => {
    await started({ rates: { ...SHIPPED, logins_per_address: 1_000 } });
    await newcomer(api, 'victim');
    expect(codeOf(await logIn(HOME, PASSWORD))).to.equal('in');
    const guessesUntilRefused = async (username: string): Promise<ReadonlyArray<number>> => {
      const counts: number[] = [];
      for (let host = 20; host < 26; host += 1) {
        let count = 0;
        const guess = () =>
          api('POST', '/auth/login', {
            body: { username, password: WRONG },
            headers: { 'X-Forwarded-For': `203.0.113.${host}` },
          });
        while ((await guess()).code() === 'credentials_wrong') count += 1;
        counts.push(count);
      }
      return counts;
    };
    const known = await guessesUntilRefused('victim');
    expect(known).to.deep.equal([5, 5, 5, 5, 0, 0]);
    expect(await guessesUntilRefused('nobody')).to.deep.equal(known);
  });

  it('with the right password is never counted, however many come from one address, and at once', async () => {
    await started({ rates: { logins_per_address: 3, logins_per_account_and_network: 2, logins_per_account: 2 } });
    await newcomer(api, 'victim');
    for (let nth = 0; nth < 6; nth += 1) expect(codeOf(await logIn(HOME, PASSWORD))).to.equal('in');
    const answers = await Promise.all(Array.from({ length: 12 }, () => logIn(ELSEWHERE, PASSWORD)));
    expect(answers.map(codeOf)).to.deep.equal(Array.from({ length: 12 }, () => 'in'));
    const guesses = await Promise.all(Array.from({ length: 12 }, () => logIn(STRANGERS[0] ?? '', WRONG)));
    expect(guesses.map(codeOf).filter((code) => code === 'credentials_wrong')).to.have.length(2);
  });
});
