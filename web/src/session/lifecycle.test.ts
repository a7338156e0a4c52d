import { expect } from 'chai';
import fc from 'fast-check';
import { CLOSE } from '#gateway/protocol/close-codes.ts';
import { type Happening, next, type Phase, waitFor } from '#web/session/lifecycle.ts';

const closed = (code: number): Happening => ({ kind: 'closed', code, now: 1_000, chance: 0.5, hidden: false });
const online = (is: boolean): Happening => ({ kind: 'network', online: is });
const run = (from: Phase, ...happenings: ReadonlyArray<Happening>): Phase =>
  happenings.reduce((phase, happening) => next(phase, happening).phase, from);
const effectsOf = (phase: Phase, happening: Happening) => next(phase, happening).effects.map((effect) => effect.kind);
const live: Phase = { kind: 'live' };
const signedOut: Phase = { kind: 'signed-out' };

describe('the lifecycle of a connection', () => {
  it('goes from the login to live through hello and the snapshot', () => {
    expect(run(signedOut, { kind: 'signed-in' }, { kind: 'hello' })).to.include({ kind: 'identifying' });
    expect(run(signedOut, { kind: 'signed-in' }, { kind: 'hello' }, { kind: 'caught-up' })).to.deep.equal(live);
  });

  it('waits and connects again when the server restarts', () => {
    expect(effectsOf(live, closed(CLOSE.restarting.code))).to.deep.equal(['tell-lost', 'wait']);
    const waiting = run(live, closed(CLOSE.restarting.code));
    expect(waiting).to.deep.equal({
      kind: 'waiting',
      attempt: 1,
      renewals: 0,
      until: 1_000 + waitFor(0, 0.5, false),
    });
    expect(run(waiting, { kind: 'wait-over' })).to.deep.equal({ kind: 'connecting', attempt: 1, renewals: 0 });
  });

  it('waits longer after each failure and starts over after a success', () => {
    const again: ReadonlyArray<Happening> = [closed(1006), { kind: 'wait-over' }];
    expect(run(live, ...again, ...again, ...again)).to.include({ attempt: 3 });
    expect(run(live, ...again, { kind: 'hello' }, { kind: 'caught-up' }, ...again)).to.include({ attempt: 1 });
  });

  it('renews a refused token and gives up after too many renewals', () => {
    const expired = closed(CLOSE.tokenExpired.code);
    expect(effectsOf(live, expired)).to.deep.equal(['tell-lost', 'renew-token']);
    expect(run(live, expired, { kind: 'renewed' })).to.include({ kind: 'connecting' });
    expect(run(live, expired, { kind: 'session-over', end: 'expired' })).to.deep.equal(signedOut);
    const round: ReadonlyArray<Happening> = [expired, { kind: 'renewed' }];
    expect(run(live, ...round, ...round, ...round, ...round, ...round)).to.deep.equal(signedOut);
  });

  it('stays signed in after many unanswered attempts before a refused token', () => {
    const again: ReadonlyArray<Happening> = [closed(1006), { kind: 'wait-over' }];
    const away = run(live, ...again, ...again, ...again, ...again, ...again, { kind: 'hello' });
    expect(effectsOf(away, closed(CLOSE.tokenExpired.code))).to.deep.equal(['tell-lost', 'renew-token']);
    expect(effectsOf(away, closed(CLOSE.resumeInvalid.code))).to.include('forget-resume-token');
  });

  it('identifies when it cannot resume', () => {
    const identifying: Phase = { kind: 'identifying', attempt: 0, renewals: 0 };
    expect(effectsOf(identifying, closed(CLOSE.resumeInvalid.code))).to.deep.equal([
      'tell-lost',
      'forget-resume-token',
      'open',
    ]);
  });

  it('signs out for a revoked session and stops for any other final code until the user reconnects', () => {
    expect(run(live, closed(CLOSE.sessionRevoked.code))).to.deep.equal(signedOut);
    const stopped = run(live, closed(CLOSE.rateExceeded.code));
    expect(stopped).to.deep.equal({ kind: 'stopped', code: CLOSE.rateExceeded.code });
    expect(run(stopped, online(true))).to.deep.equal(stopped);
    expect(run(stopped, { kind: 'reconnect-asked' })).to.include({ kind: 'connecting' });
  });

  it('is offline without a network and connects at once with one', () => {
    expect(run(live, online(false))).to.deep.equal({ kind: 'offline' });
    expect(run(live, online(false), online(true))).to.deep.equal({ kind: 'connecting', attempt: 0, renewals: 0 });
  });

  it('waits at most five seconds between attempts while the page is shown, and 30 while it is hidden', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
        expect(waitFor(attempt, chance, false)).to.be.within(500, 5_000);
        expect(waitFor(attempt, chance, true)).to.be.within(500, 30_000);
      }),
    );
    expect(waitFor(20, 1, true)).to.equal(30_000);
  });

  it('connects at once when a waiting page is shown or gets a network, and goes on counting its tries', () => {
    const hidden: Happening = { kind: 'closed', code: 1006, now: 0, chance: 1, hidden: true };
    const waiting = run(live, hidden, { kind: 'wait-over' }, hidden);
    expect(run(waiting, { kind: 'shown' })).to.deep.equal({ kind: 'connecting', attempt: 2, renewals: 0 });
    expect(run(waiting, online(true))).to.include({ kind: 'connecting' });
    expect(run(live, { kind: 'shown' })).to.deep.equal(live);
  });

  it('waits the longest pause when the server has too much to do, even after the first try', () => {
    const overloaded = next(live, { ...closed(CLOSE.overloaded.code), chance: 1 } as Happening);
    expect(overloaded.effects).to.deep.include({ kind: 'wait', ms: 5_000 });
  });

  it('opens a socket only when it enters connecting', () => {
    const happening = fc.oneof(
      fc.constantFrom<Happening>(
        { kind: 'signed-in' },
        { kind: 'signed-out' },
        { kind: 'hello' },
        { kind: 'caught-up' },
        { kind: 'wait-over' },
        { kind: 'reconnect-asked' },
        { kind: 'renewed' },
        { kind: 'session-over', end: 'revoked' },
        { kind: 'renewal-limited', now: 0, until: 40_000 },
        { kind: 'renewal-unanswered', now: 0, chance: 0, hidden: false },
        { kind: 'shown' },
        online(true),
        online(false),
      ),
      fc.constantFrom(1000, 1006, ...Object.values(CLOSE).map((close) => close.code)).map(closed),
    );
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
        let phase: Phase = signedOut;
        for (const each of happenings) {
          const step = next(phase, each);
          const opens = step.effects.some((effect) => effect.kind === 'open');
          expect(opens).to.equal(step.phase.kind === 'connecting' && step.phase !== phase);
          if (step.phase.kind === 'waiting' && step.phase !== phase) {
            expect(step.effects.map((effect) => effect.kind)).to.include('wait');
          }
          phase = step.phase;
        }
      }),
    );
  });
});
