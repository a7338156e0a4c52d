import { expect } from 'chai';
import { greet } from './greet.ts';

const URL_OF_OURS = new URL('https://chat.example');

const said = async (ownerSecret: () => Promise<string | undefined>): Promise<ReadonlyArray<string>> => {
  const lines: string[] = [];
  await greet({ ownerSecret }, URL_OF_OURS, (line) => lines.push(line));
  return lines;
};

describe('the greeting', () => {
  it('names the address, and a link while the server has no owner', async () => {
    const lines = await said(async () => 's3cret');
    expect(lines[0]).to.equal('Filament is ready at https://chat.example');
    expect(lines.at(-1)).to.equal('  https://chat.example/claim#s3cret');
  });
  it('names the address alone when the server has an owner', async () => {
    expect(await said(async () => undefined)).to.deep.equal(['Filament is ready at https://chat.example']);
  });
  it('names the command that makes a link when the log or the vault is away', async () => {
    const lines = await said(() => Promise.reject(new Error('the log is away')));
    expect(lines).to.have.length(2);
    expect(lines[1]).to.include('the log is away').and.to.include('filament owner create');
  });
});
