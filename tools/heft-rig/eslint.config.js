import js from '@eslint/js';
import tseslint from 'typescript-eslint';

import functionLength from './eslint/functionLength.js';

/** Caps that keep a file readable in minutes; they may not be silenced in place. */
const sizeCaps = {
  'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
  'node-unit/function-length': ['error', 40],
  'max-params': ['error', 4],
  'max-depth': ['error', 3],
  complexity: ['error', 8],
};

/** TypeScript finds a misspelt property in an object literal, but not in one that is spread into another. */
const literalSpreads = ['ObjectExpression > SpreadElement > ObjectExpression', 'SpreadElement > ArrayExpression'].map(
  (selector) => ({
    selector,
    message: 'Write the literal out: a spread literal escapes the check for unknown properties.',
  }),
);

/** A bundle keeps all that hangs on the name `z`: 568 KB, most of it texts of errors in 40 languages. */
const wholeZod = {
  selector: 'ImportDeclaration[source.value="zod"] > ImportSpecifier[imported.name="z"]',
  message: "Write: import * as z from 'zod'",
};

export default tseslint.config(
  { ignores: ['lib/**', 'dist/**', 'temp/**', '**/*.js', '**/*.mjs'] },
  { linterOptions: { noInlineConfig: true } },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    plugins: { 'node-unit': { rules: { 'function-length': functionLength } } },
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'no-restricted-syntax': ['error', ...literalSpreads, wholeZod],
      ...sizeCaps,
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    // A describe block is one function, so the cap on functions says nothing about tests.
    files: ['src/test/**/*.ts'],
    rules: { 'node-unit/function-length': 'off', 'max-lines': ['error', { max: 300, skipBlankLines: true }] },
  },
);
