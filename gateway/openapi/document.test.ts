import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import { ok, signedEndpoint } from '#gateway/http/endpoint.ts';
import { describeApi } from '#gateway/openapi/document.ts';
import { MentionPage } from '#gateway/protocol/message-lists.ts';

const mentions = signedEndpoint(
  {
    ...{ name: 'mentions', method: 'GET', path: '/me/mentions', slice: 'message', says: 'Lists mentions.' },
    answer: ok('The mentions.', MentionPage),
  },
  [],
  async () => right({ body: { messages: [], next_before: null, threads: [] } }),
);

/** The names that a description refers to. */
const referredIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].flatMap(([, name]) => name ?? []);

describe('the description of an API', () => {
  it('has each schema that it refers to', () => {
    const text = JSON.stringify(describeApi([mentions], new URL('https://chat.example')));
    const { schemas } = JSON.parse(text).components as { readonly schemas: Readonly<Record<string, unknown>> };
    const referred = referredIn(text);
    expect(referred).to.include.members(['Problem', 'MentionPage', 'Message']);
    expect(referred.filter((name) => !Object.hasOwn(schemas, name))).to.deep.equal([]);
  });
});
