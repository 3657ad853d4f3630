import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

const DIST = new URL('../../dist/', import.meta.url);
const MOST_BYTES = 120_000;

describe('the first load', () => {
  it('is small: what index.html names, compressed', () => {
    const html = readFileSync(new URL('index.html', DIST), 'utf8');
    const named = [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(named.length).toBeGreaterThan(2);
    const bytes = ['index.html', ...named].map((file) => gzipSync(readFileSync(new URL(file, DIST))).length);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  });

  it('has nothing of another site, and no code in the markup', () => {
    const html = readFileSync(new URL('index.html', DIST), 'utf8');
    expect(html).not.toMatch(/https?:\/\/|<script[^>]*>[^<]|\son\w+=|style=/);
  });
});
