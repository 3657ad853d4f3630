import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

import { HttpError } from './HttpError.js';

/** A file of the page. */
interface PageFile {
  readonly body: Buffer;
  readonly contentType: string;
  readonly etag: string;
  readonly cacheControl: string;
  readonly gzip: Buffer;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The page runs what it brings, talks to its own host, and nothing in it becomes markup or code. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const SAFE_HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const NOT_INSTALLED =
  'Not Found: the page is not installed; install the package @node-unit/dashboard beside @node-unit/host';

/** The static files of the page, read and compressed at the start: no request reaches the file system. */
export class PageFiles {
  readonly #files: ReadonlyMap<string, PageFile>;

  /** @param folder - of the files; one that does not exist has none */
  public constructor(folder: string | undefined) {
    this.#files = folder !== undefined && existsSync(folder) ? readFiles(folder) : new Map();
  }

  public has(path: string): boolean {
    return path === '/' || this.#files.has(path);
  }

  /** @throws HttpError if there is no such file */
  public answer(path: string, { method, headers }: IncomingMessage, response: ServerResponse): void {
    const file = this.#files.get(path === '/' ? '/index.html' : path);
    if (!file) throw new HttpError(404, NOT_INSTALLED);
    if (method !== 'GET' && method !== 'HEAD') throw new HttpError(405, 'Method Not Allowed: the page is only read');
    const about = aboutFile(file);
    if (headers['if-none-match'] === file.etag) return void response.writeHead(304, about).end();
    const encoded = encode(file, String(headers['accept-encoding'] ?? ''));
    response.writeHead(200, { ...about, ...encoded.headers, 'content-length': encoded.body.length });
    response.end(encoded.body);
  }
}

function aboutFile({ etag, cacheControl, contentType }: PageFile) {
  return { ...SAFE_HEADERS, etag, 'cache-control': cacheControl, 'content-type': contentType, vary: 'accept-encoding' };
}

function encode(file: PageFile, accepted: string): { readonly body: Buffer; readonly headers: OutgoingHttpHeaders } {
  if (!/\bgzip\b/.test(accepted)) return { body: file.body, headers: {} };
  return { body: file.gzip, headers: { 'content-encoding': 'gzip' } };
}

function readFiles(folder: string): ReadonlyMap<string, PageFile> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const path = `/${relative(folder, file).split(sep).join('/')}`;
      return [path, readPageFile(file, path)];
    }),
  );
}

function readPageFile(file: string, path: string): PageFile {
  const body = readFileSync(file);
  const contentType = CONTENT_TYPES[extname(path)] ?? 'application/octet-stream';
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  // The names of these contain a digest of their content.
  const cacheControl = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  return { body, contentType, etag, cacheControl, gzip: gzipSync(body, { level: 9 }) };
}
