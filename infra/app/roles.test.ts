import { expect } from 'chai';
import { Secret } from '#infra/log/secret.ts';
import { notServed } from './roles.ts';

const EVERY = ['api', 'gateway', 'projector'] as const;

describe('what the configuration may say and this release does not do', () => {
  it('is nothing for one process over Postgres', () => {
    expect(notServed({ roles: EVERY, eventStoreUrl: undefined })).to.deep.equal([]);
    expect(notServed({ roles: EVERY, eventStoreUrl: new Secret('postgresql://db/log') })).to.deep.equal([]);
  });
  it('is said in one go, and shows no secret', () => {
    const faults = notServed({ roles: ['api'], eventStoreUrl: new Secret('esdb://admin:hunter2@db') });
    expect(faults).to.have.length(2);
    expect(faults.join(' ')).to.include('FILAMENT_ROLES').and.to.include('FILAMENT_EVENT_STORE_URL');
    expect(faults.join(' ')).not.to.include('hunter2');
  });
});
