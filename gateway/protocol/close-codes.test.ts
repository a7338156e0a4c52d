import { expect } from 'chai';
import { CLOSE, comeBackAfter } from '#gateway/protocol/close-codes.ts';

const rows: ReadonlyArray<readonly [number, ReturnType<typeof comeBackAfter>]> = [
  [CLOSE.slowConsumer.code, 'resume'],
  [CLOSE.heartbeatMissed.code, 'resume'],
  [CLOSE.restarting.code, 'resume'],
  [1006, 'resume'],
  [CLOSE.tokenExpired.code, 'with-new-token'],
  [CLOSE.resumeInvalid.code, 'with-new-token'],
  [CLOSE.malformedFrame.code, 'never'],
  [CLOSE.sessionRevoked.code, 'never'],
  [CLOSE.tooBig.code, 'never'],
  [1002, 'never'],
  [1007, 'never'],
  [1008, 'never'],
];

describe('a close code', () => {
  for (const [code, comeBack] of rows) {
    it(`means "${comeBack}" when it is ${code}`, () => {
      expect(comeBackAfter(code)).to.equal(comeBack);
    });
  }
});
