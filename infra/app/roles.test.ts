import { expect } from 'chai';
import { Secret } from '#infra/watch/secret.ts';
import { notServed, type ProcessRole, partOf } from './roles.ts';

const EVERY = ['api', 'gateway', 'projector'] as const;
const IN_POSTGRES = new Secret('postgresql://db/log');
const IN_EVENTSTOREDB = new Secret('esdb://admin:hunter2@db');

describe('the check of the roles', () => {
  const faultsOf = (
    roles: ReadonlyArray<ProcessRole>,
    eventStoreUrl: Secret | undefined,
    databaseUrl: Secret | undefined,
    apiUrl?: string,
  ) => notServed({ roles, eventStoreUrl, databaseUrl, apiUrl });

  it('accepts one process that plays every role', () => {
    expect(faultsOf(EVERY, undefined, undefined)).to.deep.equal([]);
    expect(faultsOf(EVERY, IN_EVENTSTOREDB, undefined)).to.deep.equal([]);
  });
  it('accepts split roles that share a Postgres, over a log that several processes may write', () => {
    for (const role of EVERY) expect(faultsOf([role], IN_EVENTSTOREDB, IN_POSTGRES)).to.deep.equal([]);
  });
  it('refuses a gateway that may not write and knows no writer', () => {
    expect(faultsOf(['gateway'], undefined, IN_POSTGRES).join()).to.include('FILAMENT_API_URL');
    expect(faultsOf(['gateway', 'projector'], IN_POSTGRES, IN_POSTGRES)).to.have.length(1);
    expect(faultsOf(['gateway'], undefined, IN_POSTGRES, 'http://api:3000')).to.deep.equal([]);
    expect(faultsOf(['api'], undefined, IN_POSTGRES)).to.deep.equal([]);
    expect(faultsOf(['api', 'gateway'], undefined, IN_POSTGRES)).to.deep.equal([]);
    expect(faultsOf(['projector'], undefined, IN_POSTGRES)).to.deep.equal([]);
  });
  it('refuses split roles without a Postgres to share', () => {
    const faults = faultsOf(['api', 'gateway'], IN_EVENTSTOREDB, undefined);
    expect(faults).to.have.length(1);
    expect(faults.join()).to.include('FILAMENT_DATABASE_URL').and.not.to.include('hunter2');
  });
});

describe('the part of one process', () => {
  it('is alone only when no other process can play a role', () => {
    expect(partOf(EVERY, 'postgres://db').alone).to.equal(true);
    expect(partOf(EVERY, 'esdb://db').alone).to.equal(false);
    expect(partOf(['api', 'gateway'], 'postgres://db').alone).to.equal(false);
  });
  it('writes when it answers HTTP', () => {
    expect(partOf(['projector'], 'esdb://db').writes).to.equal(false);
    expect(partOf(['gateway'], 'esdb://db').writes).to.equal(true);
    expect(partOf(['gateway'], 'esdb://db').postsElsewhere).to.equal(false);
  });
  it('hands messages over when it is a gateway beside the one writer of a log in Postgres', () => {
    expect(partOf(['gateway'], 'postgres://db')).to.include({ writes: false, postsElsewhere: true, makes: false });
    expect(partOf(['api', 'gateway'], 'postgres://db')).to.include({ writes: true, postsElsewhere: false });
    expect(partOf(['api'], 'postgres://db')).to.include({ writes: true, postsElsewhere: false });
    expect(partOf(['projector'], 'postgres://db')).to.include({ writes: false, makes: true, postsElsewhere: false });
  });
});
