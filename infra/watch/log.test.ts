import { inspect } from 'node:util';
import { expect } from 'chai';
import type { LogFields } from './fields.ts';
import { freshRequestId, httpLog, type Log, openLog } from './log.ts';
import { Secret } from './secret.ts';

const CANARY = 'canary-hunter2';
const TOKEN = 'q7Zk3vXw9Bf0LmN2pRtYs8UaHcGdJeKiOxVbQzW1E4T';

const written = (use: (log: Log) => void): ReadonlyArray<string> => {
  const lines: string[] = [];
  use(openLog('trace', { write: (line) => lines.push(line) }));
  return lines;
};

/** Passes fields that the types forbid, as plain JavaScript could. */
const smuggle = (fields: Readonly<Record<string, unknown>>): LogFields => fields;

const only = (lines: ReadonlyArray<string>): Record<string, unknown> => {
  expect(lines).to.have.length(1);
  return JSON.parse(lines[0] ?? '');
};

describe('the log', () => {
  it('writes one JSON line with time, level and the known fields', () => {
    const line = only(written((log) => log.info({ requestId: 'r1', status: 200, tookMs: 1.5 }, 'request answered')));
    expect(line).to.deep.include({ level: 'info', requestId: 'r1', status: 200, tookMs: 1.5, msg: 'request answered' });
    expect(Number.isNaN(Date.parse(String(line['time'])))).to.equal(false);
    expect(line).not.to.have.any.keys('pid', 'hostname');
  });

  it('leaves out every unknown field, nested ones too', () => {
    const lines = written((log) =>
      log.warn(
        smuggle({ password: CANARY, Authorization: CANARY, body: { refresh_token: CANARY }, route: { path: CANARY } }),
        'odd',
      ),
    );
    expect(lines.join()).not.to.include(CANARY);
  });

  it('shows an error and its causes without their own properties', () => {
    class DriverError extends Error {
      readonly query = `SELECT '${CANARY}'`;
      readonly parameters = [CANARY];
      readonly code = '23505';
    }
    const error = new Error('could not store', { cause: new DriverError('duplicate key') });
    Object.assign(error, { detail: CANARY, code: `has ${CANARY}` });
    const lines = written((log) => log.error({ err: error }, 'append failed'));
    expect(lines.join()).not.to.include(CANARY);
    const shown = only(lines)['err'];
    expect(shown).to.deep.include({ type: 'Error', message: 'could not store' });
    expect(shown).not.to.have.property('code');
    expect(shown).to.have.property('cause').that.deep.includes({ type: 'DriverError', code: '23505' });
  });

  it('shows only the type of a thrown value that is not an error', () => {
    expect(only(written((log) => log.error({ err: { token: CANARY } }, 'thrown')))['err']).to.deep.equal({
      type: 'object',
    });
    expect(written((log) => log.error({ err: CANARY }, 'thrown')).join()).not.to.include(CANARY);
  });

  for (const [what, text] of [
    ['an access token', `bad token v4.public.${TOKEN}.${TOKEN}`],
    ['a refresh token', `unknown token ${TOKEN}`],
    ['a hash', `no key for ${'ab12'.repeat(16)}`],
    ['the password in an address', `cannot reach postgres://filament:${TOKEN.slice(0, 9)}@db/filament`],
  ] as const) {
    it(`takes ${what} out of messages, fields and errors`, () => {
      const lines = written((log) => {
        log.error({ err: new Error(text), why: text }, text);
        log.error({ err: new Error('outer', { cause: new Error(text) }) }, 'fixed');
      });
      expect(lines.join('')).not.to.include(TOKEN.slice(0, 9)).and.not.to.include('ab12ab12');
      expect(lines.join('')).to.include('[redacted]');
    });
  }

  it('keeps ids and names readable', () => {
    const fields = { eventId: '0192f0c1-2345-7abc-8def-0123456789ab', userId: '01JD0000000000000000000000' };
    const route = '/channels/:channel_id/messages';
    expect(only(written((log) => log.info({ ...fields, route }, 'kept')))).to.deep.include({ ...fields, route });
  });

  it('writes hostile text as one line without direction marks', () => {
    const hostile = `a\n{"level":"fatal"}\u2028b\u202Ec\u2066d\u001B[31m`;
    const lines = written((log) => log.info({ why: hostile }, hostile));
    expect(lines).to.have.length(1);
    for (const bad of ['\n', '\u001B', '\u2028', '\u202E', '\u2066']) expect(lines[0]?.trimEnd()).not.to.include(bad);
  });

  it('bounds the length of a field', () => {
    const lines = written((log) =>
      log.info({ why: 'long '.repeat(100_000), err: new Error('long '.repeat(100_000)) }, 'x'),
    );
    expect(lines.join('').length).to.be.below(10_000);
  });

  it('writes a failed request at a higher level than an answered one', () => {
    const lines = written((log) => {
      const http = httpLog(log);
      http.answered({ requestId: 'r', method: 'GET', route: '/health/live', status: 200, tookMs: 1 });
      http.failed({ requestId: 'r', route: '/guilds', error: new Error('no') });
    });
    expect(lines.map((line) => JSON.parse(line).level)).to.deep.equal(['debug', 'error']);
  });
});

describe('a request id', () => {
  it('is new each time and is not scrubbed from the log', () => {
    const id = freshRequestId();
    expect(id).not.to.equal(freshRequestId());
    expect(only(written((log) => log.info({ requestId: id }, 'x')))['requestId']).to.equal(id);
  });
});

describe('a secret', () => {
  it('is shown by reveal alone', () => {
    const secret = new Secret(CANARY);
    const shown = [`${secret}`, JSON.stringify({ secret }), inspect({ secret }, { showHidden: true }), String(secret)];
    expect(shown.join()).not.to.include(CANARY);
    expect(secret.reveal()).to.equal(CANARY);
    expect(written((log) => log.info(smuggle({ why: secret, err: secret }), `${secret}`)).join()).not.to.include(
      CANARY,
    );
  });
});
