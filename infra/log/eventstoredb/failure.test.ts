import { ErrorType } from '@eventstore/db-client';
import { expect } from 'chai';
import { CredentialsRefused, LogUnavailable } from '../event-log.ts';
import { type CallFailure, LOG_RIGHTS, unavailable, whatFailureMeans } from './failure.ts';
import { TookTooLong } from './patience.ts';

/** gRPC codes, as they come where the client gives a failure no type. */
const [CANCELLED, INVALID, LATE, DENIED, INTERNAL, AWAY, UNKNOWN_USER] = [1, 3, 4, 7, 13, 14, 16] as const;

describe('the meaning of a failed call', () => {
  const named: ReadonlyArray<readonly [ErrorType, CallFailure]> = [
    [ErrorType.WRONG_EXPECTED_VERSION, 'conflict'],
    [ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED, 'poison'],
    [ErrorType.INVALID_ARGUMENT, 'poison'],
    [ErrorType.MISSING_REQUIRED_METADATA_PROPERTY, 'poison'],
    [ErrorType.STREAM_DELETED, 'poison'],
    [ErrorType.STREAM_NOT_FOUND, 'gone'],
    [ErrorType.NO_STREAM, 'gone'],
    [ErrorType.NOT_LEADER, 'elsewhere'],
    [ErrorType.ACCESS_DENIED, 'refused'],
    [ErrorType.TIMEOUT, 'unknown'],
    [ErrorType.UNAVAILABLE, 'unknown'],
    [ErrorType.CANCELLED, 'unknown'],
    [ErrorType.UNKNOWN, 'unknown'],
  ];
  for (const [type, meaning] of named)
    it(`is ${meaning} where the client names it ${type}`, () =>
      expect(whatFailureMeans(Object.assign(new Error('no'), { type }))).to.equal(meaning));

  const numbered: ReadonlyArray<readonly [number, CallFailure]> = [
    [CANCELLED, 'unknown'],
    [INVALID, 'poison'],
    [LATE, 'unknown'],
    [DENIED, 'refused'],
    [INTERNAL, 'unknown'],
    [AWAY, 'unknown'],
    [UNKNOWN_USER, 'refused'],
  ];
  for (const [code, meaning] of numbered)
    it(`is ${meaning} where gRPC says ${code}`, () =>
      expect(whatFailureMeans(Object.assign(new Error('no'), { code }))).to.equal(meaning));

  it('is unknown for any other error, because the call may have taken effect or not', () => {
    for (const thrown of [new Error('no'), new TookTooLong(5), 'a text', undefined, null, { code: 'ECONNRESET' }])
      expect(whatFailureMeans(thrown)).to.equal('unknown');
  });

  it('becomes a failure of the port, and a failure of the port stays as it is', () => {
    expect(unavailable({ code: UNKNOWN_USER }, 'read $all')).to.be.instanceOf(CredentialsRefused);
    expect(unavailable(Object.assign(new Error('no route'), { code: AWAY }), 'read $all'))
      .to.be.instanceOf(LogUnavailable)
      .with.property('message')
      .that.includes('is away: no route');
    const ours = new LogUnavailable('the log is closed');
    expect(unavailable(ours, 'read $all')).to.equal(ours);
  });

  it('names the right that the user lacks', () => {
    for (const right of LOG_RIGHTS)
      expect(unavailable(Object.assign(new Error('7 PERMISSION_DENIED'), { code: DENIED }), right))
        .to.be.instanceOf(CredentialsRefused)
        .with.property('message')
        .that.includes(`asked to ${right}, and its user lacks that right`);
  });
});
