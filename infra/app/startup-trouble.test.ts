import { expect } from 'chai';
import { NotMadeYet } from '#infra/database/migrations.ts';
import { LogUnavailable } from '#infra/log/event-log.ts';
import { passingTrouble } from './startup-trouble.ts';

const withCode = (code: string, message = 'no') => Object.assign(new Error(message), { code });

describe('trouble at the start', () => {
  it('is waited out when the database may come back', () => {
    for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', '57P03', '57014', '55P03', '08006', '53300']) {
      expect(passingTrouble(withCode(code)), code).to.equal('no');
    }
    expect(passingTrouble(new LogUnavailable('turn on fsync'))).to.equal('turn on fsync');
    expect(passingTrouble(new NotMadeYet('no vault yet'))).to.equal('no vault yet');
    expect(passingTrouble(new Error('outer', { cause: withCode('ECONNREFUSED') }))).to.equal('no');
    expect(passingTrouble(withCode('ECONNREFUSED', ''))).to.equal('ECONNREFUSED');
  });
  it('is not waited out when waiting does not mend it', () => {
    for (const code of ['28P01', '3D000', '42P01', 'ERR_INVALID_ARG_TYPE'])
      expect(passingTrouble(withCode(code)), code).to.equal(undefined);
    expect(passingTrouble(new TypeError('a fault of ours'))).to.equal(undefined);
    expect(passingTrouble('thrown')).to.equal(undefined);
  });
});
