import { expect } from 'chai';
import type { MessageId } from '#domain/kernel/ids.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import { gapsOf, type LogRow, lostOrDoubledInHistory, lostOrDoubledInLog } from './checks.ts';

const sent = (position: number, id: string): LogRow => ({
  position,
  stream: messageStream(id as MessageId),
  revision: 0,
  type: 'message.sent',
});
const DENSE = { dense: true };
const said = (id: string, content = `says ${id}`) => ({ content, messageId: id as MessageId, tries: 1 });
const read = (message_id: string, content = `says ${message_id}`) => ({ message_id, content });

describe('the checks of the crash test', () => {
  it('find nothing wrong in a sound log and history', () => {
    const log = [sent(1, 'a'), sent(2, 'b'), { ...sent(3, 'a'), revision: 1, type: 'message.edited' }];
    expect(gapsOf(log, DENSE)).to.deep.equal([]);
    expect(lostOrDoubledInLog(log, [said('a'), said('b')])).to.deep.equal([]);
    expect(lostOrDoubledInHistory([read('b'), read('a')], [said('a'), said('b')])).to.deep.equal([]);
  });

  it('find a missing position and a missing revision', () => {
    expect(gapsOf([sent(1, 'a'), sent(3, 'b')], DENSE)).to.deep.equal(['1 positions are not dense: 3']);
    expect(gapsOf([{ ...sent(1, 'a'), revision: 1 }], DENSE)).to.deep.equal([
      '1 revisions are not contiguous: message-a@1',
    ]);
  });

  it('find positions that do not go up in a log whose positions are sparse', () => {
    expect(gapsOf([sent(10, 'a'), sent(300, 'b')], { dense: false })).to.deep.equal([]);
    expect(gapsOf([sent(10, 'a'), sent(10, 'b')], { dense: false })).to.deep.equal(['1 positions do not go up: 10']);
  });

  it('find an acknowledged message that the log has lost', () => {
    expect(lostOrDoubledInLog([sent(1, 'a')], [said('a'), said('b')])).to.have.length(1);
  });

  it('find a stored message without an acknowledgement, which a retry under a new id would leave', () => {
    expect(lostOrDoubledInLog([sent(1, 'a'), sent(2, 'b')], [said('a')])).to.have.length(1);
  });

  it('find a message that is stored twice, and two acknowledgements of one message', () => {
    expect(lostOrDoubledInLog([sent(1, 'a'), sent(2, 'a')], [said('a')])).to.have.length(1);
    expect(lostOrDoubledInLog([sent(1, 'a')], [said('a'), said('a', 'other')])).to.have.length(1);
  });

  it('find a history that lacks a message, repeats one, or shows another text', () => {
    expect(lostOrDoubledInHistory([], [said('a')])).to.have.length(1);
    expect(lostOrDoubledInHistory([read('a'), read('b', 'says a')], [said('a')])).to.have.length(2);
    expect(lostOrDoubledInHistory([read('a', 'other')], [said('a')])).to.have.length(1);
  });
});
