import { expect } from 'chai';
import { message } from '#infra/workshop/testkit/client-world.ts';
import { edits as newEdits } from '#web/message/edits.ts';

describe('the edit of a message', () => {
  const first = message(1);
  const second = message(2);

  it('begins with what the message says, and takes the focus once', () => {
    const edits = newEdits();
    edits.start(first.message_id);
    expect(edits.textOf(first)).to.equal(first.content);
    expect([edits.takesFocus(), edits.takesFocus()]).to.deep.equal([true, false]);
  });

  it('keeps its text while its box is away, until it is saved or given up', () => {
    const edits = newEdits();
    edits.start(first.message_id);
    edits.change(first, 'half a thought');
    edits.leave();
    edits.start(first.message_id);
    expect(edits.textOf(first)).to.equal('half a thought');
    edits.forget(first);
    expect(edits.textOf(first)).to.equal(first.content);
  });

  it('opens again when it could not be saved, without taking the focus, and never over another', () => {
    const edits = newEdits();
    edits.reopen(first);
    expect([edits.open(), edits.takesFocus()]).to.deep.equal([first.message_id, false]);
    edits.start(second.message_id);
    edits.reopen(first);
    expect(edits.open()).to.equal(second.message_id);
  });

  it('loses nothing to an earlier save that is answered while it is written on', () => {
    const edits = newEdits();
    edits.start(first.message_id);
    edits.change(first, 'a thought');
    edits.leave();
    edits.start(first.message_id);
    edits.change(first, 'a second thought');
    edits.saved(first);
    expect(edits.textOf(first)).to.equal('a second thought');
    edits.leave();
    edits.saved(first);
    expect(edits.textOf(first)).to.equal(first.content);
  });
});
