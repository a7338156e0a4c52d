import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

const SCRIPT = 'console.log("here");';

describe('the page of the web client', () => {
  let folder: string;
  let server: TestServer;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'filament-web-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Filament</title>');
    await writeFile(join(folder, 'assets', 'app-1a2b3c4d.js'), SCRIPT);
    await writeFile(join(folder, 'assets', 'app-1a2b3c4d.js.br'), brotliCompressSync(SCRIPT));
    await writeFile(join(folder, 'assets', 'app-1a2b3c4d.js.map'), '{}');
    await writeFile(join(folder, '.inputs'), 'how it was built');
    server = await startServer({ webFolder: folder });
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers });

  it('is served at every URL of the client and revalidated each time', async () => {
    for (const path of ['/', '/claim', '/invite/abc', '/c/01ARZ3NDEKTSV4RRFFQ69G5FAV/01ARZ3NDEKTSV4RRFFQ69G5FAW']) {
      const page = await get(path);
      expect(page.status, path).to.equal(200);
      expect(page.headers.get('content-type')).to.equal('text/html; charset=utf-8');
      expect(page.headers.get('cache-control')).to.equal('no-cache');
      expect(await page.text()).to.include('<title>Filament</title>');
    }
  });

  it('says 404 to everyone at an unknown URL, with the page to a person and the code to a program', async () => {
    const person = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    for (const path of ['/nonsense/page', '/login', '/c/a/b/c/d', '/guilds/x/y/z/w', '/assets/gone-1a2b3c4d.js']) {
      const page = await get(path, person);
      expect(page.status, path).to.equal(404);
      expect(page.headers.get('content-type'), path).to.equal('text/html; charset=utf-8');
      expect(page.headers.get('vary'), path).to.include('Accept');
      expect(await page.text()).to.include('<title>Filament</title>');
      for (const accept of ['application/json', '*/*']) {
        const problem = await get(path, { Accept: accept });
        expect(problem.status, path).to.equal(404);
        expect(await problem.json(), path).to.include({ code: 'not_found' });
      }
    }
    const api = await get('/guilds', person);
    expect([api.status, api.headers.get('content-type')]).to.deep.equal([
      401,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('allows only its own scripts and requests, and no frame around it', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      `connect-src 'self' ${server.url.replace('http', 'ws')}`,
    ]) {
      expect(policy).to.include(part);
    }
    expect(policy).not.to.match(/unsafe|\*|https?:\/\/(?!127)/);
  });

  it('may connect from its own address only, and the log names another address once', async () => {
    const refused = (origin: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`${server.url.replace('http', 'ws')}/gateway/ws`, { origin });
        socket.on('open', () => reject(new Error('The socket opened')));
        socket.on('error', (error) => resolve(error.message));
      });
    for (const origin of ['https://evil.example', 'https://other.example'])
      expect(await refused(origin)).to.include('403');
    const lines = server.logged.filter((line) => line.includes('another address'));
    expect(lines).to.have.length(1);
    expect(JSON.parse(lines[0] ?? '')).to.include({ level: 'warn', origin: 'https://evil.example' });
    const { origins } = (await (await get('/server/address')).json()) as { origins: ReadonlyArray<string> };
    expect(origins).to.include(server.url);
  });

  it('has assets that are cached without limit and compressed on request', async () => {
    const plain = await get('/assets/app-1a2b3c4d.js', { 'Accept-Encoding': 'identity' });
    expect(plain.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    expect([plain.headers.get('content-encoding'), await plain.text()]).to.deep.equal([null, SCRIPT]);
    const compressed = await get('/assets/app-1a2b3c4d.js', { 'Accept-Encoding': 'gzip, br' });
    expect([compressed.headers.get('content-encoding'), await compressed.text()]).to.deep.equal(['br', SCRIPT]);
    const refused = await get('/assets/app-1a2b3c4d.js', { 'Accept-Encoding': 'gzip, br;q=0' });
    expect(refused.headers.get('content-encoding')).to.equal(null);
  });

  it('is served without files that are not meant to be served', async () => {
    for (const path of [
      '/.inputs',
      '/assets/app-1a2b3c4d.js.br',
      '/assets/app-1a2b3c4d.js.map',
      '/assets/',
      '/../package.json',
      '/%2e%2e/package.json',
      '/c/a/b/c/d',
      '/index.htm',
    ]) {
      expect((await get(path)).status, path).to.equal(404);
    }
  });

  it('has safe headers, as every other answer of the server', async () => {
    for (const path of [
      '/',
      '/assets/app-1a2b3c4d.js',
      '/server',
      '/guilds',
      '/nowhere',
      '/health/live',
      '/openapi.json',
    ]) {
      const { headers } = await get(path, { Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example' });
      expect(headers.get('x-content-type-options'), path).to.equal('nosniff');
      expect(headers.get('referrer-policy'), path).to.equal('no-referrer');
      expect(headers.get('cross-origin-opener-policy'), path).to.equal('same-origin');
      expect(headers.get('cross-origin-resource-policy'), path).to.equal('same-origin');
      expect(headers.get('content-security-policy'), path).to.include("frame-ancestors 'none'");
      expect(headers.get('x-request-id'), path).to.match(/^[0-9a-f]{20}$/);
      expect(headers.get('access-control-allow-origin'), path).to.equal(null);
      expect([...headers].flat().join(' '), path).not.to.include('evil.example');
    }
    expect((await get('/guilds')).headers.get('cache-control')).to.equal('no-store');
  });
});
