import { expect } from 'chai';
import { notServed } from './roles.ts';

describe('what the configuration may say and this release does not do', () => {
  it('is nothing for one process that plays every role', () => {
    expect(notServed({ roles: ['api', 'gateway', 'projector'] })).to.deep.equal([]);
  });
  it('is said of roles that are split over processes', () => {
    const faults = notServed({ roles: ['api'] });
    expect(faults).to.have.length(1);
    expect(faults[0]).to.include('FILAMENT_ROLES');
  });
});
