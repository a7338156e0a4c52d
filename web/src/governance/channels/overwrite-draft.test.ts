import { expect } from 'chai';
import {
  differingOverwrites,
  emptyOverwrite,
  stateOf,
  withOverwrite,
  withState,
} from '#web/governance/channels/overwrite-draft.ts';

const everyone = emptyOverwrite('role', 'everyone');
const locked = withState(everyone, 'send_messages', 'deny');

describe('the draft of overwrites', () => {
  it('keeps each permission in one of three states', () => {
    expect(stateOf(locked, 'send_messages')).to.equal('deny');
    expect(stateOf(withState(locked, 'send_messages', 'allow'), 'send_messages')).to.equal('allow');
    expect(withState(locked, 'send_messages', 'inherit')).to.deep.equal(everyone);
  });

  it('finds what differs, in any order of the permissions', () => {
    const two = withState(withState(everyone, 'view_channel', 'deny'), 'send_messages', 'deny');
    const reversed = { ...two, deny: two.deny.toReversed() };
    expect(differingOverwrites([reversed], [two])).to.deep.equal([]);
    expect(differingOverwrites([], withOverwrite([], locked))).to.deep.equal([locked]);
    expect(differingOverwrites([], [everyone]), 'an empty one changes nothing').to.deep.equal([]);
  });

  it('removes an overwrite that is no more in the draft', () => {
    expect(differingOverwrites([locked], [])).to.deep.equal([everyone]);
  });
});
