import { expect } from 'chai';
import { originsOf, publicUrlOf } from './origins.ts';

describe('the public address', () => {
  it('is the one that the operator configured', () => {
    expect(publicUrlOf('https://chat.example', '0.0.0.0', 3000).href).to.equal('https://chat.example/');
  });
  it('is the listening address otherwise, in a form that a browser can open', () => {
    expect(publicUrlOf(undefined, '127.0.0.1', 3000).href).to.equal('http://127.0.0.1:3000/');
    expect(publicUrlOf(undefined, '0.0.0.0', 3000).href).to.equal('http://localhost:3000/');
    expect(publicUrlOf(undefined, '::1', 3000).href).to.equal('http://[::1]:3000/');
  });
  it('allows every loopback name as an origin on a laptop, and only itself elsewhere', () => {
    expect(originsOf(new URL('http://127.0.0.1:3000'))).to.include('http://localhost:3000');
    expect(originsOf(new URL('https://chat.example'))).to.deep.equal(['https://chat.example']);
  });
});
