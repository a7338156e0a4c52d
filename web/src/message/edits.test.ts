import { expect } from 'chai';
import { message } from '#infra/workshop/testkit/client-world.ts';
import { edits as newEdits } from '#web/message/edits.ts';

describe('the edit of a message', () => {
  const first = message(1);

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
});
