import { expect } from 'chai';
import { CLOSE } from '#gateway/protocol/close-codes.ts';
import { type ClientFrameName, clientFrames } from '#gateway/protocol/frames.ts';
import {
  authenticated,
  DEADLINES,
  heard,
  type Lifecycle,
  leadsTo,
  moved,
  type OpenPhase,
  opened,
  overdue,
  type Phase,
  verdicts,
} from '#gateway/ws/lifecycle.ts';

const said = (phase: OpenPhase, name: ClientFrameName): string => {
  const verdict = verdicts[phase][name];
  return verdict.kind === 'close' ? verdict.why.reason : verdict.kind === 'refuse' ? verdict.code : verdict.kind;
};

describe('the life of a connection', () => {
  it('knows the meaning of each frame in each phase', () => {
    const table: ReadonlyArray<readonly [OpenPhase, ClientFrameName, string]> = [
      ['greeting', 'identify', 'identify'],
      ['greeting', 'resume', 'identify'],
      ['greeting', 'heartbeat', 'not_identified'],
      ['greeting', 'subscribe', 'not_identified'],
      ['greeting', 'unsubscribe', 'not_identified'],
      ['greeting', 'message_create', 'not_identified'],
      ['greeting', 'reauthenticate', 'not_identified'],
      ['greeting', 'typing_start', 'not_identified'],
      ['greeting', 'presence_set', 'not_identified'],
      ['identifying', 'identify', 'already_identified'],
      ['identifying', 'resume', 'already_identified'],
      ['identifying', 'heartbeat', 'not_ready'],
      ['identifying', 'subscribe', 'not_ready'],
      ['identifying', 'unsubscribe', 'not_ready'],
      ['identifying', 'message_create', 'not_ready'],
      ['identifying', 'reauthenticate', 'not_ready'],
      ['identifying', 'typing_start', 'not_ready'],
      ['identifying', 'presence_set', 'not_ready'],
      ...(['replaying', 'live'] as const).flatMap(
        (phase): ReadonlyArray<readonly [OpenPhase, ClientFrameName, string]> => [
          [phase, 'identify', 'already_identified'],
          [phase, 'resume', 'already_identified'],
          [phase, 'heartbeat', 'serve'],
          [phase, 'subscribe', 'serve'],
          [phase, 'unsubscribe', 'serve'],
          [phase, 'message_create', 'serve'],
          [phase, 'reauthenticate', 'serve'],
          [phase, 'typing_start', 'serve'],
          [phase, 'presence_set', 'serve'],
        ],
      ),
    ];
    for (const [phase, name, answer] of table) expect(said(phase, name), `${phase} ${name}`).to.equal(answer);
    expect(table).to.have.length(4 * Object.keys(clientFrames).length);
  });
  it('goes forward only, and does not leave its end', () => {
    const phases: ReadonlyArray<Phase> = ['greeting', 'identifying', 'replaying', 'live', 'closed'];
    for (const [i, from] of phases.entries()) {
      for (const to of leadsTo[from]) expect(phases.indexOf(to)).to.be.greaterThan(i);
      for (const to of phases) {
        const after = moved({ ...opened(0), phase: from }, to).phase;
        expect(after).to.equal(leadsTo[from].includes(to) ? to : from);
      }
    }
  });

  const overdueIn = overdue(DEADLINES);
  const late = (life: Lifecycle, now: number, crowded = false) => overdueIn(life, now, crowded);
  it('ends for an unidentified client after five seconds', () => {
    expect(late(opened(0), 4_999)).to.equal(undefined);
    expect(late(opened(0), 5_000)).to.equal(CLOSE.notIdentified);
    expect(late(heard(opened(0), 4_999), 5_000)).to.equal(CLOSE.notIdentified);
  });
  it('ends for a silent client after two seconds while it is crowded, and lets it come back', () => {
    expect(late(opened(0), 1_999, true)).to.equal(undefined);
    expect(late(opened(0), 2_000, true)).to.equal(CLOSE.overloaded);
    expect(late({ ...opened(0), phase: 'identifying' }, 2_000, true)).to.equal(undefined);
  });
  it('ends when the client was silent for 45 seconds', () => {
    const live = heard({ ...opened(0), phase: 'live' }, 10_000);
    expect(late(live, 54_999)).to.equal(undefined);
    expect(late(live, 55_000)).to.equal(CLOSE.heartbeatMissed);
  });
  it('ends ten seconds after its token ran out, unless a new one came', () => {
    const live = authenticated({ ...opened(0), phase: 'live', heardAt: 60_000 }, 50_000);
    expect(late(live, 59_999)).to.equal(undefined);
    expect(late(live, 60_000)).to.equal(CLOSE.tokenExpired);
    expect(late(authenticated(live, 100_000), 60_000)).to.equal(undefined);
  });
  it('has no deadline after its end', () => {
    expect(late({ ...opened(0), phase: 'closed' }, 1_000_000)).to.equal(undefined);
  });
});
