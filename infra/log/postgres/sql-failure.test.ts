import { expect } from 'chai';
import { DatabaseError } from 'pg';
import { type SqlFailure, whatFailureMeans } from './sql-failure.ts';

const said = (code: string): DatabaseError => {
  const error = new DatabaseError('no', 0, 'error');
  error.code = code;
  return error;
};

describe('the meaning of a failed statement', () => {
  it('is read from the code of the database', () => {
    const meanings: ReadonlyArray<readonly [code: string, meaning: SqlFailure]> = [
      ['22P02', 'poison'],
      ['54000', 'poison'],
      ['23505', 'stale'],
      ['53100', 'refused'],
      ['57014', 'refused'],
      ['57P01', 'unknown'],
      ['08006', 'unknown'],
    ];
    for (const [code, meaning] of meanings) expect(whatFailureMeans(said(code)), code).to.equal(meaning);
  });

  it('is unknown when the connection broke, with any code of the system', () => {
    for (const code of ['ECONNRESET', 'EPIPE', 'EPERM', undefined])
      expect(whatFailureMeans(Object.assign(new Error('write'), { code })), String(code)).to.equal('unknown');
    expect(whatFailureMeans('no error at all')).to.equal('unknown');
  });
});
