import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createKeyPair } from '@node-unit/credentials';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { storageKey } from '../storageKey.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'node-unit-key-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keyOf = (file?: string) => storageKey({ STORAGE_PRIVATE_KEY: undefined, STORAGE_KEY_FILE: file });

describe(storageKey.name, () => {
  it('is the one that is configured, or a new one at every start', () => {
    const keyPair = createKeyPair();
    expect(storageKey({ STORAGE_PRIVATE_KEY: keyPair, STORAGE_KEY_FILE: undefined })).toBe(keyPair);
    expect(keyOf().publicKey).not.toBe(keyOf().publicKey);
  });

  it('is kept in a file that only its owner can read', () => {
    const file = join(folder, 'storage.key');
    const first = keyOf(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(keyOf(file)).toEqual(first);
  });

  it('says what is wrong with the file, and does not repeat or replace it', () => {
    const file = join(folder, 'storage.key');
    writeFileSync(file, 'hunter2');
    expect(() => keyOf(file)).toThrow(`STORAGE_KEY_FILE=${JSON.stringify(file)} is not usable`);
    expect(() => keyOf(file)).not.toThrow('hunter2');
    expect(readFileSync(file, 'utf8')).toBe('hunter2');
    expect(() => keyOf(join(folder, 'missing', 'storage.key'))).toThrow('is not usable');
  });
});
