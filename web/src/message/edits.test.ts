import { expect } from 'chai';
import { message } from '#infra/workshop/testkit/client-world.ts';
import { edits as newEdits } from '#web/message/edits.ts';

describe('the edit of a message', () => {
  const first = message(1);
  const second = message(2);

  it('begins with the text of the message and takes the focus once', () => {
    const edits = newEdits();
    edits.start(first.message_id);
    expect(edits.textOf(first)).to.equal(first.content);
    expect([edits.takesFocus(), edits.takesFocus()]).to.deep.equal([true, false]);
  });

  it('keeps its text while it is closed, until it is saved or cancelled', () => {
    const edits = newEdits();
    edits.start(first.message_id);
    edits.change(first, 'half a thought');
    edits.leave();
    edits.start(first.message_id);
    expect(edits.textOf(first)).to.equal('half a thought');
    edits.forget(first);
    expect(edits.textOf(first)).to.equal(first.content);
  });

  it('opens again after a failed save, without the focus and never over another edit', () => {
    const edits = newEdits();
    edits.reopen(first);
    expect([edits.open(), edits.takesFocus()]).to.deep.equal([first.message_id, false]);
    edits.start(second.message_id);
    edits.reopen(first);
    expect(edits.open()).to.equal(second.message_id);
  });

  it('keeps its newer text when an earlier save is answered', () => {
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
