import { expect } from 'chai';
import { isRight } from 'fp-ts/lib/Either.js';
import { problemOf } from '#gateway/present/problems.ts';
import { refusalOf } from '#gateway/present/refusals.ts';
import { searchRefusals } from '#gateway/present/search.ts';
import { Problem } from '#gateway/protocol/problem.ts';
import type { SearchFailure } from '#queries/ports/message-search.ts';
import type { SearchQueryInvalid } from '#queries/queries.ts';

type Refused = SearchFailure | SearchQueryInvalid;

const presented = (no: Refused) => {
  const problem = problemOf(refusalOf<Refused>(searchRefusals, no), 'a request');
  expect(isRight(Problem.decode(problem)), JSON.stringify(problem)).to.equal(true);
  return problem;
};

describe('a refused search', () => {
  it('says where its query is wrong and what to write instead', () => {
    const fault = { at: 5, length: 8, why: 'form: is no filter.' };
    expect(presented({ kind: 'SearchQueryInvalid', fault })).to.deep.include({
      status: 400,
      code: 'search_query_invalid',
      detail: 'form: is no filter.',
      field: 'q',
      at: 5,
      length: 8,
    });
  });

  it('says how much of the index is built and when to try again', () => {
    const problem = presented({ kind: 'SearchRebuilding', done: 0.428 });
    expect(problem).to.deep.include({ status: 503, code: 'search_rebuilding', done_percent: 42 });
    expect(problem.retry_after_secs).to.be.above(0);
    expect(presented({ kind: 'SearchRebuilding', done: 7 }).done_percent).to.equal(100);
  });

  it('says why the server has no index', () => {
    const problem = presented({ kind: 'SearchUnavailable', why: 'the module is not built' });
    expect(problem).to.deep.include({ status: 503, code: 'search_unavailable' });
    expect(problem.detail).to.contain('the module is not built');
  });

  it('has a code of its own when it took too long', () => {
    expect(presented({ kind: 'SearchTooSlow' })).to.deep.include({ status: 503, code: 'search_too_slow' });
  });

  it('is at fault itself when it has too many words', () => {
    const problem = presented({ kind: 'SearchTooLong' });
    expect(problem).to.deep.include({ status: 400, code: 'search_query_invalid', field: 'q' });
  });
});
