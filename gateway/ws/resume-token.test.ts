import { expect } from 'chai';
import fc from 'fast-check';
import type { ChannelId, EventId, SessionId } from '#domain/kernel/ids.ts';
import { FRAME_BYTES_BEFORE_IDENTIFY_MAX } from '#gateway/limits/sockets.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { encodeClientFrame } from '#gateway/protocol/envelope.ts';
import { clientFrames } from '#gateway/protocol/frames.ts';
import { ACCESS_TOKEN_BYTES_MAX, SUBSCRIPTIONS_MAX } from '#gateway/protocol/limits.ts';
import { openResumePoint, sealResumePoint } from '#gateway/ws/resume-token.ts';

const SESSION = '0E000000000000000000000001' as SessionId;
/** Seals with as many bytes as libsodium: 40 for nonce and tag, and one for the version. */
const seals: SealedTokens = {
  seal: (purpose, binding, content) =>
    Buffer.concat([Buffer.alloc(41), Buffer.from(JSON.stringify([purpose, binding, content]))]).toString('base64url'),
  open: (purpose, binding, token) => {
    const [p, b, content] = JSON.parse(Buffer.from(token, 'base64url').subarray(41).toString()) as Array<string>;
    return p === purpose && b === binding ? content : undefined;
  },
};
const ulid = fc
  .tuple(
    fc.constantFrom(...'01234567'),
    fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), minLength: 25, maxLength: 25 }),
  )
  .map(([first, rest]) => `${first}${rest}` as ChannelId);

const uuid = fc.uuid().map((text) => text as EventId);
const WITNESS = { position: 2n ** 64n - 1n, eventId: 'ffffffff-ffff-7fff-bfff-ffffffffffff' as EventId };

describe('a resume token', () => {
  it('is opened to the point that was sealed', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.option(fc.record({ position: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), eventId: uuid }), {
          nil: undefined,
        }),
        fc.array(ulid, { maxLength: SUBSCRIPTIONS_MAX }),
        (position, witness, channels) => {
          const point = { position, witness, channels };
          expect(openResumePoint(seals, SESSION, sealResumePoint(seals, SESSION, point))).to.deep.equal(point);
        },
      ),
    );
  });
  it('fits at its longest, with the longest access token, into the bytes before identify', () => {
    const channels = Array.from({ length: SUBSCRIPTIONS_MAX }, () => '7ZZZZZZZZZZZZZZZZZZZZZZZZZ' as ChannelId);
    const resume_token = sealResumePoint(seals, SESSION, { position: 2n ** 64n - 1n, witness: WITNESS, channels });
    const frame = { t: 'resume', d: { access_token: 'x'.repeat(ACCESS_TOKEN_BYTES_MAX), resume_token } } as const;
    expect(encodeClientFrame(frame).length).to.be.at.most(FRAME_BYTES_BEFORE_IDENTIFY_MAX);
    expect(clientFrames.resume.is(frame.d)).to.equal(true);
  });
  it('does not open for another session, or with content of another version', () => {
    const token = sealResumePoint(seals, SESSION, { position: 1n, witness: WITNESS, channels: [] });
    expect(openResumePoint(seals, '0E000000000000000000000002' as SessionId, token)).to.equal(undefined);
    for (const content of [
      '',
      'AA',
      Buffer.alloc(33).toString('base64url'),
      Buffer.alloc(49, 1).toString('base64url'),
    ]) {
      expect(openResumePoint(seals, SESSION, seals.seal('resume', SESSION, content)), content).to.equal(undefined);
    }
    const tooMany = Buffer.alloc(33 + 16 * (SUBSCRIPTIONS_MAX + 1), 1).toString('base64url');
    expect(openResumePoint(seals, SESSION, seals.seal('resume', SESSION, tooMany))).to.equal(undefined);
  });
});
