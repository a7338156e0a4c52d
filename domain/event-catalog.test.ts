import { expect } from 'chai';
import { eventCatalog, eventNames, isEventName } from '#domain/event-catalog.ts';

describe('the event catalog', () => {
  it('seals what a person is called or wrote, each under the right key, and nothing else', () => {
    const sealed = eventNames.flatMap((name) => eventCatalog[name].sealed.map((field) => ({ name, ...field })));
    const ofUser = { under: 'user', subject: 'userId' };
    expect(sealed).to.deep.equal([
      { name: 'account.registered', field: 'username', ...ofUser },
      { name: 'account.imported', field: 'username', ...ofUser },
      { name: 'session.started', field: 'device', ...ofUser },
      { name: 'guild.member-kicked', field: 'reason', ...ofUser },
      { name: 'message.sent', field: 'content', under: 'content' },
      { name: 'message.edited', field: 'content', under: 'content' },
    ]);
  });
  it('has one upcaster less than versions of each event', () => {
    for (const name of eventNames) {
      const { version, upcasters } = eventCatalog[name];
      expect(upcasters.length, name).to.equal(version - 1);
    }
  });
  it('knows its own names, and none that every object has', () => {
    expect(eventNames.filter((name) => !isEventName(name))).to.deep.equal([]);
    for (const name of ['message.lost', 'toString', '']) expect(isEventName(name), name).to.equal(false);
  });
});
