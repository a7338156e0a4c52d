import { expect } from 'chai';
import { PROBLEMS, type ProblemCode } from '#gateway/present/problems.ts';
import { CLOSE, comeBackAfter } from '#gateway/protocol/close-codes.ts';
import type { FrameRefusal } from '#gateway/ws/refusal.ts';
import type { Trouble } from '#web/store/state.ts';
import { problems as german } from '#web/words/de-problems.ts';
import { problems as english } from '#web/words/en-problems.ts';
import { problemSaid } from '#web/words/problems.ts';
import { pseudoOf } from '#web/words/pseudo-text.ts';
import { speak } from '#web/words/words.ts';

/** Codes that only the gateway answers. A new one does not compile before it stands here. */
const OF_FRAMES: Readonly<Record<Exclude<FrameRefusal['code'], ProblemCode>, true>> = {
  malformed_frame: true,
  too_many_subscriptions: true,
  custom_status_invalid: true,
};
/** Codes that the client gives itself when the server says nothing usable. */
const OF_CLIENT = ['unanswered', 'no_reason_given', 'answer_too_long', 'answer_malformed'];
/** Reasons of a closed connection to which the client does not come back by itself, so the screen says them. */
const OF_CLOSES = Object.values(CLOSE)
  .filter(({ code }) => comeBackAfter(code) === 'never')
  .map(({ reason }) => reason);
const CODES = [...new Set([...Object.keys(PROBLEMS), ...Object.keys(OF_FRAMES), ...OF_CLOSES, ...OF_CLIENT])];

const trouble = (code: string, more: Partial<Trouble> = {}): Trouble => ({ code, detail: `server: ${code}`, ...more });
const textOf = (said: string | ((told: Trouble) => string), told: Trouble): string =>
  typeof said === 'function' ? said(told) : said;

describe('the sentences about problems', () => {
  it('cover each code that the server can answer, in English and in German', () => {
    expect(Object.keys(english)).to.have.members(CODES);
    expect(Object.keys(german)).to.have.members(CODES);
  });

  it('are translated', () => {
    for (const code of CODES as ReadonlyArray<keyof typeof english>)
      expect(textOf(german[code], trouble(code)), code).not.to.equal(textOf(english[code], trouble(code)));
  });

  it('are longer in the pseudo-language', () => {
    const pseudo = pseudoOf(english);
    for (const code of CODES as ReadonlyArray<keyof typeof english>)
      expect(textOf(pseudo[code], trouble(code)).length, code).to.be.above(textOf(english[code], trouble(code)).length);
  });
});

describe('a problem', () => {
  const page = globalThis as { document?: unknown };
  before(() => {
    page.document = { documentElement: {} };
  });
  after(async () => {
    await speak('en');
    delete page.document;
  });

  it('is said in the language of the user, with the numbers that it carries', async () => {
    await speak('de');
    expect(await problemSaid(trouble('credentials_wrong'))).to.contain('Passwort ist falsch');
    expect(await problemSaid(trouble('rate_limited', { retryAfterSecs: 7 }))).to.contain('Warte 7 Sekunden');
    expect(await problemSaid(trouble('search_rebuilding', { donePercent: 40 }))).to.contain('40 %');
    await speak('en');
    expect(await problemSaid(trouble('rate_limited', { retryAfterSecs: 1 }))).to.contain('Wait 1 second.');
  });

  it('with an unknown code is said in the words of the server', async () => {
    expect(await problemSaid(trouble('a_code_of_a_newer_server'))).to.equal('server: a_code_of_a_newer_server');
    expect(await problemSaid(trouble('toString'))).to.equal('server: toString');
  });

  it('without an answer of the server is said without loading anything', async () => {
    await speak('de');
    expect(await problemSaid(trouble('unreachable'))).to.contain('Der Server antwortet nicht');
  });
});
