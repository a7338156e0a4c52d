/** Seals texts of events with keys from the vault, and opens them while their keys exist. */
import type { KeyDestroyer, OpenedText, OpenRequest, SealedText, Sealer } from '#infra/log/ports/sealer.ts';
import { contentKeyId, contentKeyName } from '../ports/key-names.ts';
import type { ContentKeys, UserKeys } from '../ports/key-vault.ts';
import { freshNonce, openBytes, sealBytes } from './sodium.ts';

/** Prefix of the name of a user's key in a stored event: `u:<user id>`. */
const USER = 'u:';

const utf8 = new TextDecoder();

const userOf = (key: string): string | undefined => (key.startsWith(USER) ? key.slice(USER.length) : undefined);

const sealText = (plain: string, bind: string, key: string, secret: Uint8Array): SealedText => {
  const nonce = freshNonce();
  const text = Buffer.from(sealBytes(plain, bind, nonce, secret)).toString('base64');
  return { alg: 'xchacha20poly1305', key, nonce: nonce.toString('base64'), text };
};

const openText = ({ sealed, bind }: OpenRequest, secret: Uint8Array | undefined): OpenedText => {
  if (secret === undefined) return { kind: 'Erased' };
  const plain = openBytes(Buffer.from(sealed.text, 'base64'), bind, Buffer.from(sealed.nonce, 'base64'), secret);
  return plain === undefined ? { kind: 'Forged' } : { kind: 'Opened', plain: utf8.decode(plain) };
};

export const createSealer = (keys: { readonly content: ContentKeys; readonly user: UserKeys }): Sealer => ({
  seal: async (texts) => {
    const users = new Set<string>();
    let contents = 0;
    for (const { under } of texts) {
      if (under.kind === 'user') users.add(under.userId);
      else contents++;
    }
    const fresh = contents > 0 ? await keys.content.fresh(contents) : [];
    const ofUsers = users.size > 0 ? await keys.user.forSealing(users) : undefined;
    let taken = 0;
    return texts.map(({ plain, under, bind }) => {
      if (under.kind === 'user') {
        const secret = ofUsers?.get(under.userId);
        return secret === undefined ? undefined : sealText(plain, bind, `${USER}${under.userId}`, secret);
      }
      const key = fresh[taken++];
      if (key === undefined) throw new Error('the vault returned fewer keys than were requested');
      return sealText(plain, bind, contentKeyName(key.id), key.secret);
    });
  },
  open: async (texts) => {
    const ids = new Set<number>();
    const users = new Set<string>();
    for (const { sealed } of texts) {
      const id = contentKeyId(sealed.key);
      const user = userOf(sealed.key);
      if (id !== undefined) ids.add(id);
      if (user !== undefined) users.add(user);
    }
    const ofContents = ids.size > 0 ? await keys.content.load(ids) : undefined;
    const ofUsers = users.size > 0 ? await keys.user.load(users) : undefined;
    return texts.map((text) => {
      const { alg, key } = text.sealed;
      const id = contentKeyId(key);
      const user = userOf(key);
      // No version of this program writes such a key name or algorithm.
      if (alg !== 'xchacha20poly1305' || (id === undefined && user === undefined)) return { kind: 'Forged' };
      return openText(text, id === undefined ? ofUsers?.get(user ?? '') : ofContents?.get(id));
    });
  },
});

export const keyDestroyer =
  (content: Pick<ContentKeys, 'destroy'>): KeyDestroyer =>
  (keys) => {
    const ids = [...keys].map(contentKeyId).filter((id) => id !== undefined);
    return content.destroy(new Set(ids));
  };
