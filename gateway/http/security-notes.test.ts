import { expect } from 'chai';
import { refusalNote } from '#gateway/http/security-notes.ts';
import { PROBLEMS } from '#gateway/present/problems.ts';
import { codesOf } from '#gateway/present/refusals.ts';
import { refreshRefusals } from '#gateway/present/session.ts';

describe('a note about a refusal', () => {
  it('is made for every refresh token that is no good, whatever the client is told', () => {
    const codes = codesOf(refreshRefusals).filter((code) => PROBLEMS[code].status === 401);
    expect(codes).to.include('refresh_token_invalid');
    for (const code of codes)
      expect(refusalNote({ code, detail: '' }, undefined), code).to.deep.equal({
        event: 'refresh_failed',
        cause: code,
      });
  });

  it('is not made for a request without any token, nor for a refusal that guards nothing', () => {
    expect(refusalNote({ code: 'unauthenticated', detail: '' }, 'missing')).to.equal(undefined);
    expect(refusalNote({ code: 'body_invalid', detail: '' }, undefined)).to.equal(undefined);
  });
});
