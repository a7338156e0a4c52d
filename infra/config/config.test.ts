import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { clientAddress } from '#gateway/limits/client-address.ts';
import { RATES } from '#gateway/limits/rates.ts';
import {
  CONNECTIONS_PER_ADDRESS_MAX,
  CONNECTIONS_PER_USER_MAX,
  UNIDENTIFIED_CONNECTIONS_MAX,
} from '#gateway/limits/sockets.ts';
import { type Config, decodeConfig, type Environment } from './config.ts';
import { ALL_VARIABLES, type Variable } from './variables.ts';

const read = (environment: Environment): Config => {
  const decoded = decodeConfig(environment);
  return E.isRight(decoded) ? decoded.right : expect.fail(decoded.left.join('; '));
};

const faults = (environment: Environment): ReadonlyArray<string> => {
  const decoded = decodeConfig(environment);
  return E.isLeft(decoded) ? decoded.left : expect.fail('nothing was found wrong');
};

const DEFAULT_CONNECTIONS = {
  connectionsPerUser: CONNECTIONS_PER_USER_MAX,
  connectionsPerAddress: CONNECTIONS_PER_ADDRESS_MAX,
  unidentified: UNIDENTIFIED_CONNECTIONS_MAX,
};
const CANARY = 'canary-5f2d-not-to-be-seen';

describe('the configuration', () => {
  it('has a working default for everything', () => {
    const config = read({});
    expect(config).to.deep.include({ host: '127.0.0.1', port: 3000, registration: 'invite', rates: RATES });
    expect(config.home).to.equal(resolve('var'));
    expect(config.searchFolder).to.equal(resolve('var', 'search'));
    expect(config.databaseUrl).to.equal(undefined);
    expect(config.roles).to.deep.equal(['api', 'gateway', 'projector']);
  });

  it('takes an empty variable for unset', () => {
    expect(read({ FILAMENT_PORT: '', FILAMENT_DATABASE_URL: '' })).to.deep.include({
      port: 3000,
      databaseUrl: undefined,
    });
  });

  it('reports all faults at once, with the names of the variables', () => {
    const found = faults({
      FILAMENT_PORT: '99999',
      FILAMENT_REGISTRATION: 'maybe',
      FILAMENT_ROLES: 'api,cook',
      FILAMENT_PUBLIC_URL: 'https://example.org/chat',
      FILAMENT_TRUSTED_PROXY_CIDRS: '10.0.0.0/8, nonsense',
      FILAMENT_LIMIT_REQUESTS_PER_USER: '0',
    });
    expect(found.map((fault) => fault.split(' ')[0])).to.have.members([
      'FILAMENT_PORT',
      'FILAMENT_REGISTRATION',
      'FILAMENT_ROLES',
      'FILAMENT_PUBLIC_URL',
      'FILAMENT_TRUSTED_PROXY_CIDRS',
      'FILAMENT_LIMIT_REQUESTS_PER_USER',
    ]);
  });

  for (const [name, bad] of [
    ['FILAMENT_PORT', '-1'],
    ['FILAMENT_PORT', '3e3'],
    ['FILAMENT_PORT', '0x10'],
    ['FILAMENT_HOST', 'a b'],
    ['FILAMENT_PUBLIC_URL', 'ftp://example.org'],
    ['FILAMENT_PUBLIC_URL', 'https://user@example.org'],
    ['FILAMENT_DATABASE_URL', 'mysql://example.org/x'],
    ['FILAMENT_EVENT_STORE_URL', 'example.org'],
    ['FILAMENT_EVENT_STORE_URL', 'esdb://host:2113'],
    ['FILAMENT_EVENT_STORE_URL', 'esdb://admin:changeit@host:2113?tls=false&throwOnAppendFailure=false'],
    ['FILAMENT_EVENT_STORE_URL', 'esdb://admin:changeit@host:2113?nodePreference=follower'],
    ['FILAMENT_EVENT_STORE_URL', 'esdb://admin:changeit@host:2113#Two Words'],
    ['FILAMENT_EVENT_STORE_URL', 'esdb://admin:changeit@'],
    ['FILAMENT_LOG_LEVEL', 'loud'],
    ['FILAMENT_ROLES', 'api,api'],
    ['FILAMENT_ROLES', ','],
    ['FILAMENT_LIMIT_LOGINS_PER_ADDRESS', 'many'],
  ] as const) {
    it(`refuses ${name}=${bad}`, () => {
      const found = faults({ [name]: bad });
      expect(found).to.have.length(1);
      expect(found[0]).to.match(new RegExp(`^${name} must be `));
    });
  }

  for (const url of [
    'postgres://db/log',
    'esdb://admin:changeit@node-1:2113,node-2:2113,node-3:2113?tlsCAFile=/etc/filament/ca.crt#community',
    'esdb+discover://admin:changeit@cluster.example.org:2113',
    'esdb://127.0.0.1:2113?tls=false',
  ]) {
    it(`keeps the log at ${url}`, () => {
      expect(read({ FILAMENT_EVENT_STORE_URL: url }).eventStoreUrl?.reveal()).to.equal(url);
    });
  }

  it('refuses an unknown variable, so that a typing error does not leave the default in force', () => {
    expect(faults({ FILAMENT_PROT: '80' })).to.deep.equal(['FILAMENT_PROT is not a variable of Filament']);
    expect(faults({ FILAMENT_PORT_FILE: '/x' })).to.have.length(1);
  });

  it('changes the times of a rate and keeps its window', () => {
    const { rates } = read({ FILAMENT_LIMIT_LOGINS_PER_ACCOUNT: '7' });
    expect(rates.logins_per_account).to.deep.equal({ times: 7, withinMs: RATES.logins_per_account.withinMs });
    expect(rates.logins_per_address).to.deep.equal(RATES.logins_per_address);
  });

  it('changes the limits of gateway connections', () => {
    const { connections } = read({ FILAMENT_LIMIT_CONNECTIONS_PER_ADDRESS: '2000' });
    expect(connections).to.deep.equal({ ...DEFAULT_CONNECTIONS, connectionsPerAddress: 2000 });
  });

  it('trusts the forwarding header of the configured proxies', () => {
    const { trustedProxies } = read({ FILAMENT_TRUSTED_PROXY_CIDRS: '10.0.0.0/8, fd00::/8' });
    expect(clientAddress(trustedProxies)('10.1.2.3', { 'x-forwarded-for': '203.0.113.9' })).to.equal('203.0.113.9');
  });

  describe('of secrets', () => {
    let folder: string;
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'filament-config-'));
      writeFileSync(join(folder, 'url'), `postgres://filament:${CANARY}@db/filament\n`);
    });
    after(() => rmSync(folder, { recursive: true }));

    it('reads a secret from a file, without its last line break', () => {
      const { databaseUrl } = read({ FILAMENT_DATABASE_URL_FILE: join(folder, 'url') });
      expect(databaseUrl?.reveal()).to.equal(`postgres://filament:${CANARY}@db/filament`);
    });

    it('refuses a secret in two places, and a file that does not exist', () => {
      const both = { FILAMENT_DATABASE_URL_FILE: join(folder, 'url'), FILAMENT_DATABASE_URL: 'postgres://db/x' };
      expect(faults(both)).to.deep.equal(['FILAMENT_DATABASE_URL and FILAMENT_DATABASE_URL_FILE are both set']);
      expect(faults({ FILAMENT_DATABASE_URL_FILE: join(folder, 'none') })[0]).to.include('ENOENT');
    });

    it('shows no secret, printed or in a fault', () => {
      const config = read({ FILAMENT_DATABASE_URL: `postgres://filament:${CANARY}@db/filament` });
      expect(inspect(config, { depth: 9, showHidden: true }) + JSON.stringify(config)).not.to.include(CANARY);
      expect(`${config.databaseUrl}`).to.equal('[redacted]');
      expect(faults({ FILAMENT_DATABASE_URL: `mysql://${CANARY}@db` }).join()).not.to.include(CANARY);
    });
  });

  it('reads where the malware scanner listens', () => {
    const at = (text: string) => read({ FILAMENT_CLAMAV_ADDRESS: text }).clamavAddress;
    expect(at('')).to.equal(undefined);
    expect(at('clamav:3310')).to.deep.equal({ host: 'clamav', port: 3310 });
    expect(at('127.0.0.1:1')).to.deep.equal({ host: '127.0.0.1', port: 1 });
    expect(at('[::1]:3310')).to.deep.equal({ host: '::1', port: 3310 });
    for (const text of [
      'clamav',
      ':3310',
      'clamav:',
      'clamav:0',
      'clamav:65536',
      '::1:3310',
      'tcp://clamav:3310',
      'a b:1',
    ])
      expect(faults({ FILAMENT_CLAMAV_ADDRESS: text }), text).to.have.length(1);
  });

  it('has the rows of docs/CONFIG.md', () => {
    const row = ({ name, fallback, secret, says, codec }: Variable<unknown>): string =>
      `| \`${name}\`${secret ? ` or \`${name}_FILE\`` : ''} | ${fallback === undefined ? '' : `\`${fallback}\``} | ${says} Must be ${codec.name}. |`;
    const written = readFileSync(new URL('../../docs/CONFIG.md', import.meta.url), 'utf8');
    const rows = ALL_VARIABLES.map(row);
    const described = written
      .split('\n')
      .filter((line) => line.startsWith('| `FILAMENT_') && !/_TEST_|_REQUIRE_ALL|_CHROMIUM/.test(line));
    expect(described, `the rows of docs/CONFIG.md must be:\n${rows.join('\n')}\n`).to.deep.equal(rows);
  });

  it('describes every variable of the tests in docs/CONFIG.md', () => {
    const reads = readFileSync(new URL('../workshop/testkit/test-environment.ts', import.meta.url), 'utf8');
    const written = readFileSync(new URL('../../docs/CONFIG.md', import.meta.url), 'utf8');
    const names = [...reads.matchAll(/named\('(FILAMENT_\w+)'\)/g)].map(([, name]) => name);
    expect(names).to.include('FILAMENT_TEST_SEED');
    expect(names.filter((name) => !written.includes(`\n| \`${name}\` |`))).to.deep.equal([]);
  });
});
