import { expect } from 'chai';
import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { PublicProtocol } from 'paseto';
import { SignFactory } from 'paseto/v4/public';
import { ACCESS_TOKEN_LIFETIME_MS } from '#commands/limits.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf, millisOf, plusMillis } from '#domain/kernel/instant.ts';
import type { SealedPurpose } from '#gateway/ports/sealed-tokens.ts';
import { ACCESS_TOKEN_BYTES_MAX } from '#gateway/protocol/limits.ts';
import { accessTokenKeys } from './access-token-key.ts';
import { AUDIENCE, IMPLICIT_ASSERTION, ISSUER, PURPOSE } from './access-token-terms.ts';
import { createSealedTokens } from './sealed-tokens.ts';
import { createTokenMint } from './token-mint.ts';
import { createTokenVerifier } from './token-verifier.ts';

const USER = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as UserId;
const SESSION = '01BX5ZZKBKACTAV9WEVGEMMVRZ' as SessionId;
const NOW = instantOf(Date.UTC(2026, 10, 23, 3));
const SEED = new Uint8Array(32).fill(7);

const keys = await accessTokenKeys(SEED);
const mint = createTokenMint(keys, new Uint8Array(32).fill(7));
const mintedAt = async (at: Instant): Promise<string> => {
  const minted = await mint.accessToken(USER, SESSION, at)();
  return E.isRight(minted) ? minted.right : expect.fail('minting failed');
};

/** Returns a verifier whose clock can be set. */
const verifierAt = (at: Instant) => {
  const clock = { at };
  const { verify } = createTokenVerifier({ keys, clock: { now: () => clock.at } });
  return { verify, clock };
};
const REFUSED = E.left({ kind: 'TokenInvalid' });
const TOO_OLD = E.left({ kind: 'TokenExpired' });

describe('an access token', () => {
  it('opens for its user and session until it expires', async () => {
    const { verify, clock } = verifierAt(NOW);
    const token = await mintedAt(NOW);
    const expiresAt = plusMillis(NOW, ACCESS_TOKEN_LIFETIME_MS);
    const granted = E.right({ userId: USER, sessionId: SESSION, expiresAt });

    expect(await verify(token)).to.deep.equal(granted);
    clock.at = plusMillis(expiresAt, -1);
    expect(await verify(token), 'remembered').to.deep.equal(granted);
    expect(await verifierAt(clock.at).verify(token), 'seen for the first time').to.deep.equal(granted);
  });

  it('is refused from its expiry on, both remembered and new', async () => {
    const { verify, clock } = verifierAt(NOW);
    const token = await mintedAt(NOW);
    await verify(token);
    clock.at = plusMillis(NOW, ACCESS_TOKEN_LIFETIME_MS);
    expect(await verify(token)).to.deep.equal(TOO_OLD);
    expect(await verifierAt(clock.at).verify(token)).to.deep.equal(TOO_OLD);
    expect(await verifierAt(plusMillis(clock.at, 3_600_000)).verify(token), 'long after').to.deep.equal(TOO_OLD);
  });

  it('is accepted by a clock that is a little behind, and never after its expiry', async () => {
    const token = await mintedAt(NOW);
    expect(E.isRight(await verifierAt(plusMillis(NOW, -5_000)).verify(token))).to.equal(true);
    expect(await verifierAt(plusMillis(NOW, -6_000)).verify(token)).to.deep.equal(REFUSED);
    expect(await verifierAt(plusMillis(NOW, ACCESS_TOKEN_LIFETIME_MS + 1)).verify(token)).to.deep.equal(TOO_OLD);
  });

  it('is refused with any of its characters changed', async () => {
    const token = await mintedAt(NOW);
    const { verify } = verifierAt(NOW);
    const character = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.');
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), character, async (at, other) => {
        const mutant = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
        fc.pre(mutant !== token);
        expect(await verify(mutant)).to.deep.equal(REFUSED);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when it is cut short, extended, empty, with a footer, or too long', async () => {
    const token = await mintedAt(NOW);
    const { verify } = verifierAt(NOW);
    const wrong = [
      '',
      'v4.public.',
      token.slice(0, -1),
      `${token}A`,
      `${token}.Zm9v`,
      ` ${token}`,
      token.replace('v4', 'v3'),
      token.replace('public', 'local'),
      `v4.public.${'A'.repeat(ACCESS_TOKEN_BYTES_MAX)}`,
    ];
    for (const mutant of wrong) expect(await verify(mutant), mutant.slice(0, 40)).to.deep.equal(REFUSED);
  });

  it('is refused when another server signed it', async () => {
    const stranger = await accessTokenKeys(new Uint8Array(32).fill(8));
    const minted = await createTokenMint(stranger, new Uint8Array(32)).accessToken(USER, SESSION, NOW)();
    expect(await verifierAt(NOW).verify(E.isRight(minted) ? minted.right : '')).to.deep.equal(REFUSED);
  });

  describe('that is signed with our own key', () => {
    const v4 = new PublicProtocol(SignFactory);
    const right = { iss: ISSUER, aud: AUDIENCE, purpose: PURPOSE, sub: USER, sid: SESSION, jti: 'a' };
    const options = {
      now: new Date(millisOf(NOW)),
      expiresIn: ACCESS_TOKEN_LIFETIME_MS / 1_000,
      implicitAssertion: IMPLICIT_ASSERTION,
    };
    const without = (claim: keyof typeof right) =>
      Object.fromEntries(Object.entries(right).filter(([k]) => k !== claim));
    const cases: ReadonlyArray<readonly [string, () => Promise<string>]> = [
      ['of another issuer', () => v4.Sign(keys.secret, { ...right, iss: 'elsewhere' }, options)],
      ['for another audience', () => v4.Sign(keys.secret, { ...right, aud: 'filament-media' }, options)],
      ['for another purpose', () => v4.Sign(keys.secret, { ...right, purpose: 'reset' }, options)],
      ['without a session', () => v4.Sign(keys.secret, without('sid'), options)],
      ['without a user', () => v4.Sign(keys.secret, without('sub'), options)],
      ['without a purpose', () => v4.Sign(keys.secret, without('purpose'), options)],
      ['with a user that is no id', () => v4.Sign(keys.secret, { ...right, sub: 'root' }, options)],
      [
        'under another implicit assertion',
        () => v4.Sign(keys.secret, right, { ...options, implicitAssertion: new Uint8Array(0) }),
      ],
      [
        'with a footer that is signed along',
        () => v4.Sign(keys.secret, right, { ...options, footer: new TextEncoder().encode('a footer') }),
      ],
      ['from the future', () => v4.Sign(keys.secret, right, { ...options, now: new Date(millisOf(NOW) + 3_600_000) })],
    ];
    for (const [what, sign] of cases)
      it(`is refused ${what}`, async () => {
        expect(await verifierAt(NOW).verify(await sign())).to.deep.equal(REFUSED);
      });

    it('is refused when it never expires', async () => {
      const { expiresIn: _, ...endless } = options;
      const token = await v4.Sign(keys.secret, right, { ...endless, nonExpiring: true });
      expect(E.isLeft(await verifierAt(NOW).verify(token))).to.equal(true);
    });

    it('may have a kibibyte and not a character more', async () => {
      const padded = (jti: string) => v4.Sign(keys.secret, { ...right, jti }, options);
      const bytesOf = (token: string) => Buffer.from(token.slice('v4.public.'.length), 'base64url').length;
      const room = Math.floor(((ACCESS_TOKEN_BYTES_MAX - 'v4.public.'.length) * 3) / 4) - bytesOf(await padded(''));
      const [longest, tooLong] = await Promise.all([padded('a'.repeat(room)), padded('a'.repeat(room + 1))]);
      expect([longest.length, tooLong.length]).to.deep.equal([ACCESS_TOKEN_BYTES_MAX, ACCESS_TOKEN_BYTES_MAX + 1]);
      const { verify } = verifierAt(NOW);
      expect(E.isRight(await verify(longest))).to.equal(true);
      expect(await verify(tooLong)).to.deep.equal(REFUSED);
    });

    it('is accepted with all claims right, so each refusal above is due to the one claim that differs', async () => {
      expect(E.isRight(await verifierAt(NOW).verify(await v4.Sign(keys.secret, right, options)))).to.equal(true);
    });

    it('is refused after the longest lifetime of a token, even when it claims a later expiry', async () => {
      const token = await v4.Sign(keys.secret, right, { ...options, expiresIn: 10 * 365 * 86_400 });
      const later = plusMillis(NOW, ACCESS_TOKEN_LIFETIME_MS + 1_000);
      expect(await verifierAt(later).verify(token)).to.deep.equal(TOO_OLD);
      const { verify, clock } = verifierAt(NOW);
      await verify(token);
      clock.at = later;
      expect(await verify(token), 'remembered').to.deep.equal(TOO_OLD);
    });
  });
});

describe('a sealed token', () => {
  const tokens = createSealedTokens(SEED, 'postgres');
  const purposes: ReadonlyArray<SealedPurpose> = ['position', 'resume', 'page'];
  const purpose = fc.constantFrom(...purposes);

  it('opens for its purpose and holder only', () => {
    fc.assert(
      fc.property(
        purpose,
        fc.string(),
        fc.string({ unit: 'grapheme' }),
        purpose,
        fc.string(),
        (p, holder, content, q, other) => {
          const token = tokens.seal(p, holder, content);
          expect(tokens.open(p, holder, token)).to.equal(content);
          expect(tokens.open(q, other, token)).to.equal(p === q && holder === other ? content : undefined);
        },
      ),
    );
  });

  it('is refused with any of its characters changed, and so is any other text', () => {
    const token = tokens.seal('resume', SESSION, '12345');
    const character = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/');
    fc.assert(
      fc.property(fc.nat(token.length - 1), character, (at, other) => {
        const mutant = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
        fc.pre(mutant !== token);
        expect(tokens.open('resume', SESSION, mutant)).to.equal(undefined);
      }),
      { numRuns: 1_000 },
    );
    fc.assert(fc.property(fc.string(), (text) => tokens.open('resume', SESSION, text) === undefined));
    expect(tokens.open('resume', SESSION, 'A'.repeat(1_000_000))).to.equal(undefined);
  });

  it('shows nothing of its content and looks different each time', () => {
    const first = tokens.seal('position', SESSION, '42');
    expect(tokens.seal('position', SESSION, '42')).to.not.equal(first);
    expect(first).to.match(/^[A-Za-z0-9_-]+$/);
  });
});
